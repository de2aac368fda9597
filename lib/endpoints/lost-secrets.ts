import { isLostKey } from "../crypto/seal.ts";
import { type EndpointKind, secretInputs } from "./schema.ts";
import { hasSecret, openSecret } from "./secrets.ts";
import type { EndpointRow } from "./store.ts";

/** The secrets of a row that no key we have opens: they must be entered again, or the key be given back. */
export function lostSecrets<K extends EndpointKind>(kind: K, row: EndpointRow[K]): string[] {
  return secretInputs[kind].filter((name) => hasSecret(kind, row, name) && !opens(kind, row, name));
}

function opens<K extends EndpointKind>(kind: K, row: EndpointRow[K], name: string): boolean {
  try {
    openSecret(kind, row, name);
    return true;
  } catch (error) {
    if (isLostKey(error)) return false;
    throw error;
  }
}
