import { createHash } from "node:crypto";
import { AppError } from "../errors.ts";

/** A weak validator of what is answered. */
export function etagOf(value: unknown): string {
  return `W/"${createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 22)}"`;
}

/** One object with its ETag; 304 when the reader has it already. */
export function objectResponse(value: unknown, headers: Headers): Response {
  const etag = etagOf(value);
  const answer = { etag, "cache-control": "no-store" };
  if (matches(headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers: answer });
  return Response.json(value, { headers: answer });
}

/** Throws `precondition_failed` when the writer saw another state than the current one. */
export function assertMatches(headers: Headers, current: unknown): void {
  const wanted = headers.get("if-match");
  if (wanted === null || wanted.trim() === "*" || matches(wanted, etagOf(current))) return;
  throw new AppError(
    "precondition_failed",
    "It was changed by somebody else since you read it. Read it again, then change it.",
  );
}

const bare = (etag: string): string => etag.trim().replace(/^W\//, "");

const matches = (header: string | null, etag: string): boolean =>
  header?.split(",").some((candidate) => bare(candidate) === bare(etag)) ?? false;
