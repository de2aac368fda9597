import { createHash } from "node:crypto";
import { AppError } from "../errors.ts";

/** A weak validator of what is answered. */
export function etagOf(value: unknown): string {
  return `W/"${createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 22)}"`;
}

/** Throws `precondition_failed` when the writer saw another state than the current one, as it is answered. */
export function assertMatches(headers: Headers, current: unknown): void {
  const wanted = headers.get("if-match");
  if (wanted === null || wanted.trim() === "*" || matchesEtag(wanted, etagOf(current))) return;
  throw new AppError(
    "precondition_failed",
    "It was changed by somebody else since you read it. Read it again, then change it.",
  );
}

const bare = (etag: string): string => etag.trim().replace(/^W\//, "");

/** Does a list of validators, as a header holds it, name this one? Compared weakly. */
export const matchesEtag = (header: string | null, etag: string): boolean =>
  header?.split(",").some((candidate) => candidate.trim() === "*" || bare(candidate) === bare(etag)) ?? false;
