import { keyring } from "../crypto/keyring.ts";
import { open, seal } from "../crypto/seal.ts";
import { AppError } from "../errors.ts";
import type { EndpointInput, EndpointKind } from "./schema.ts";
import { type EndpointRow, tableNames } from "./store.ts";

/** Which column keeps which secret input. */
const sealedColumns = {
  backends: { token: ["sealedToken", "sealed_token"] },
  netbox: { token: ["sealedToken", "sealed_token"], token_key: ["sealedTokenKey", "sealed_token_key"] },
  proxmox: { password: ["sealedPassword", "sealed_password"], token_value: ["sealedTokenValue", "sealed_token_value"] },
} as const;

type Place = readonly [property: string, column: string];

const placesOf = (kind: EndpointKind): [string, Place][] => Object.entries(sealedColumns[kind]);

/** The sealed columns of the secrets that were given; the others are left as they are. */
export function sealSecrets<K extends EndpointKind>(
  kind: K,
  id: number,
  input: EndpointInput[K],
): Record<string, string> {
  const given = input as Record<string, unknown>;
  const sealed: Record<string, string> = {};
  for (const [name, [property, column]] of placesOf(kind)) {
    const value = given[name];
    if (typeof value === "string")
      sealed[property] = seal(keyring(), value, { table: tableNames[kind], column, rowId: id });
  }
  return sealed;
}

/** Opens one secret of a row; null when none is stored. Only for the caller that needs it. */
export function openSecret<K extends EndpointKind>(kind: K, row: EndpointRow[K], name: string): string | null {
  const place = placesOf(kind).find(([candidate]) => candidate === name)?.[1];
  if (!place) throw new AppError("internal", `${kind} has no secret ${name}`);
  const sealed = (row as Record<string, unknown>)[place[0]];
  return typeof sealed === "string"
    ? open(keyring(), sealed, { table: tableNames[kind], column: place[1], rowId: row.id })
    : null;
}

/** Does the row keep a secret under this name? */
export function hasSecret<K extends EndpointKind>(kind: K, row: EndpointRow[K], name: string): boolean {
  const place = placesOf(kind).find(([candidate]) => candidate === name)?.[1];
  return place !== undefined && (row as Record<string, unknown>)[place[0]] !== null;
}
