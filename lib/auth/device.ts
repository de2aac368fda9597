import { createHmac } from "node:crypto";
import type { Keyring } from "../crypto/seal.ts";
import { constantTimeEqual, randomToken } from "../crypto/token.ts";

const NONCE_BYTES = 16;
const PURPOSE = "proxbox device cookie v1";

/** The name as lockout counters and device cookies know it. */
export const accountKey = (username: string): string => username.normalize("NFKC").toLowerCase().slice(0, 150);

/** What a browser carries after it signed in as this user: says nothing by itself, and fits no other user. */
export function issueDevice(keyring: Keyring, username: string): string {
  const nonce = randomToken(NONCE_BYTES);
  return `${nonce}.${sign(keyring[0], nonce, username)}`;
}

/** The id of a browser that signed in as this user before; null for every other. */
export function knownDevice(keyring: Keyring, cookie: string | null, username: string): string | null {
  const [nonce, signature] = cookie?.split(".") ?? [];
  if (!nonce || !signature) return null;
  const isOurs = keyring.some((key) => constantTimeEqual(sign(key, nonce, username), signature));
  return isOurs ? nonce : null;
}

function sign(key: Keyring[number] | undefined, nonce: string, username: string): string {
  if (!key) throw new Error("there is no secret key");
  return createHmac("sha256", key.key)
    .update(`${PURPOSE}\n${nonce}\n${accountKey(username)}`)
    .digest("base64url");
}
