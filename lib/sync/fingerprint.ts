import { createHmac } from "node:crypto";
import { keyring } from "../crypto/keyring.ts";
import type { Keyring } from "../crypto/seal.ts";

/**
 * A short proof of what was pushed; when it differs from what we hold now, the backend's copy is stale. Keyed, because
 * the body has passwords in it that could be guessed from a plain hash.
 */
export function fingerprint(body: Record<string, unknown>): string {
  return sign(keyring()[0], body);
}

/** Was this proof made of this body, with any of our keys? */
export function isProofOf(body: Record<string, unknown>, proof: string | null): boolean {
  return proof !== null && keyring().some((key) => sign(key, body) === proof);
}

function sign(key: Keyring[number] | undefined, body: Record<string, unknown>): string {
  if (!key) throw new Error("there is no secret key");
  const sorted = Object.fromEntries(Object.entries(body).sort(([a], [b]) => a.localeCompare(b)));
  return createHmac("sha256", key.key)
    .update(`proxbox push v1\n${JSON.stringify(sorted)}`)
    .digest("hex")
    .slice(0, 32);
}
