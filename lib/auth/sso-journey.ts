import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Keyring } from "../crypto/seal.ts";
import { constantTimeEqual } from "../crypto/token.ts";

/** What must come back with a browser that went to the provider. */
const Journey = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  /** The provider was asked to ask for the password again. */
  isAgain: z.boolean(),
  expiresMs: z.number(),
});
export type Journey = z.infer<typeof Journey>;

/** People look for their second factor; nobody needs longer than this. */
export const JOURNEY_MS = 10 * 60_000;
const PURPOSE = "proxbox single sign-on v1";

/** The text of the cookie: signed, so that no other site can plant a journey of its own. */
export function writeJourney(keyring: Keyring, journey: Omit<Journey, "expiresMs">, now = Date.now()): string {
  const payload = Buffer.from(JSON.stringify({ ...journey, expiresMs: now + JOURNEY_MS })).toString("base64url");
  return `${payload}.${sign(keyring[0], payload)}`;
}

/** The journey of a cookie; null for none, a foreign and an old one. */
export function readJourney(keyring: Keyring, cookie: string | null, now = Date.now()): Journey | null {
  const [payload, signature] = cookie?.split(".") ?? [];
  if (!payload || !signature) return null;
  if (!keyring.some((key) => constantTimeEqual(sign(key, payload), signature))) return null;
  const journey = Journey.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  return journey.expiresMs > now ? journey : null;
}

function sign(key: Keyring[number] | undefined, payload: string): string {
  if (!key) throw new Error("there is no secret key");
  return createHmac("sha256", key.key).update(`${PURPOSE}\n${payload}`).digest("base64url");
}
