import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { invalidField } from "../errors.ts";
import { isCommonPassword } from "./common-passwords.ts";

const derive = promisify(argon2);

/** About 45 ms on a common server core. */
const COST = { memoryKiB: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;
const NONCE_BYTES = 16;
const MIN_LENGTH = 12;
const MAX_LENGTH = 128;

/** Throws `invalid` at `field` when the password is too short, too long or one of the commonest. */
export function assertGoodPassword(password: string, field = "password"): void {
  const length = [...password].length;
  if (length < MIN_LENGTH) throw invalidField(field, `is too short; use at least ${MIN_LENGTH} characters`);
  if (length > MAX_LENGTH) throw invalidField(field, `is too long; use at most ${MAX_LENGTH} characters`);
  if (isCommonPassword(password)) throw invalidField(field, "is one of the commonest passwords; choose another");
}

/** argon2id as a PHC string. The password is normalised (NFKC), never trimmed and never cut. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(NONCE_BYTES);
  const tag = await compute(password, nonce, COST);
  const cost = `m=${COST.memoryKiB},t=${COST.passes},p=${COST.parallelism}`;
  return `$argon2id$v=19$${cost}$${unpadded(nonce)}$${unpadded(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Does the password fit? `needsRehash` when it was made with other costs than today's. */
export async function verifyPassword(
  password: string,
  phc: string,
): Promise<{ isValid: boolean; needsRehash: boolean }> {
  const match = PHC.exec(phc);
  if (!match) return { isValid: false, needsRehash: false };
  const cost = { memoryKiB: Number(match[1]), passes: Number(match[2]), parallelism: Number(match[3]) };
  const expected = Buffer.from(match[5] ?? "", "base64");
  const actual = await compute(password, Buffer.from(match[4] ?? "", "base64"), cost, expected.length);
  const isValid = actual.length === expected.length && timingSafeEqual(actual, expected);
  return { isValid, needsRehash: JSON.stringify(cost) !== JSON.stringify(COST) };
}

function compute(password: string, nonce: Buffer, cost: typeof COST, tagLength = TAG_BYTES): Promise<Buffer> {
  const parameters = {
    message: Buffer.from(password.normalize("NFKC")),
    nonce,
    parallelism: cost.parallelism,
    tagLength,
    memory: cost.memoryKiB,
    passes: cost.passes,
  };
  return derive("argon2id", parameters);
}

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
