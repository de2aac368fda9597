/** Ours against the backend's copy, field by field. Pure; secrets take part only as a keyed proof of what was pushed. */
import { plainHost } from "../net/plain-host.ts";
import { isProofOf } from "./fingerprint.ts";

type Fields = Record<string, unknown>;

export type FieldComparison = {
  field: string;
  here: unknown;
  there: unknown;
  /** `unknown`: this release of the backend does not tell. */
  state: "same" | "differs" | "unknown";
};

/** `none`: we hold none. `set`: the backend holds what we hold. `unknown`: it was not pushed by us, or changed there. */
export type SecretComparison = { field: string; state: "none" | "set" | "differs" | "unknown" };

const SECRETS = new Set(["password", "token_name", "token_value", "token", "token_key"]);
/** The backend's own name of a row may differ: names are unique there, and a push keeps it. */
const NOT_COMPARED = new Set(["name"]);

const bare = (value: unknown): unknown => {
  if (value === "" || value === undefined) return null;
  return typeof value === "string" ? plainHost(value) : value;
};

export function compareFields(body: Fields, row: Fields): FieldComparison[] {
  return Object.keys(body)
    .filter((field) => !SECRETS.has(field) && !NOT_COMPARED.has(field))
    .map((field) => {
      const [here, there] = [body[field] ?? null, row[field] ?? null];
      if (!(field in row)) return { field, here, there, state: "unknown" };
      return { field, here, there, state: bare(here) === bare(there) ? "same" : "differs" };
    });
}

/** Does the backend's row say what we would push? */
export const isSameCopy = (body: Fields, row: Fields): boolean =>
  compareFields(body, row).every(({ state }) => state !== "differs");

/** What the proof of the last push says about our secrets. */
export function compareSecrets(body: Fields, row: Fields, proof: string | null): SecretComparison[] {
  const state = secretState(body, row, proof);
  return Object.keys(body)
    .filter((field) => SECRETS.has(field) && field !== "token_name")
    .map((field) => ({ field, state: body[field] === null ? "none" : state }));
}

function secretState(body: Fields, row: Fields, proof: string | null): "set" | "differs" | "unknown" {
  if (proof === null) return "unknown";
  if (isProofOf(body, proof)) return "set";
  // Another field changed here since: with the backend's words for the others, is it what we pushed?
  const others = Object.keys(body).filter((field) => !SECRETS.has(field) && field in row);
  const asPushed = { ...body, ...Object.fromEntries(others.map((field) => [field, row[field]])) };
  if (isProofOf(asPushed, proof)) return "set";
  return isSameCopy(body, row) ? "differs" : "unknown";
}
