import { createHmac } from "node:crypto";
import type { Keyring } from "./seal.ts";

const PURPOSE = "proxbox-console key check";

/** Tells whether two consoles mean the same key by one id, and nothing about the key: 16 hex digits of an HMAC of it. */
export function keyCheck(key: Buffer): string {
  return createHmac("sha256", key).update(PURPOSE).digest("hex").slice(0, 16);
}

/** The check value of the key of this id; null when the keyring has none. */
export function keyCheckOf(keyring: Keyring, kid: string): string | null {
  const entry = keyring.find((candidate) => candidate.kid === kid);
  return entry ? keyCheck(entry.key) : null;
}
