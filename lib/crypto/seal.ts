import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError, isAppError } from "../errors.ts";
import { rememberSecret } from "../redact.ts";

/** Keys by id; the first one seals, all open. Each key is 32 bytes. */
export type Keyring = readonly { kid: string; key: Buffer }[];

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Where a secret lives; bound to it, so that a sealed value copied to another row does not open. */
export type SealedPlace = { table: string; column: string; rowId: number };

const associatedData = (place: SealedPlace): Buffer => Buffer.from(`${place.table}.${place.column}.${place.rowId}`);

/** Seals a text: `v1.<kid>.<nonce>.<ciphertext+tag>`, AES-256-GCM, base64url. */
export function seal(keyring: Keyring, plaintext: string, place: SealedPlace): string {
  const current = keyring[0];
  if (!current) throw new AppError("internal", "There is no key to seal secrets with.");
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", current.key, nonce).setAAD(associatedData(place));
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  rememberSecret(plaintext);
  return ["v1", current.kid, nonce.toString("base64url"), sealed.toString("base64url")].join(".");
}

/** The id of the key a sealed value needs. */
export function sealedKeyId(sealed: string): string {
  return sealed.split(".")[1] ?? "";
}

/** Opens a sealed text for the row it was sealed for. Throws `internal` with `details.recovery` when the key is lost or the text was moved. */
export function open(keyring: Keyring, sealed: string, place: SealedPlace): string {
  const [version, kid, nonce, body] = sealed.split(".");
  const entry = keyring.find((candidate) => candidate.kid === kid);
  if (version !== "v1" || !nonce || !body || !entry) throw recoveryRequired(place, kid);
  const bytes = Buffer.from(body, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", entry.key, Buffer.from(nonce, "base64url"))
      .setAAD(associatedData(place))
      .setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const text =
      decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
    rememberSecret(text);
    return text;
  } catch (cause) {
    throw recoveryRequired(place, kid, cause);
  }
}

function recoveryRequired(place: SealedPlace, kid: string | undefined, cause?: unknown): AppError {
  return new AppError(
    "internal",
    `Recovery required: the secret in ${place.table}.${place.column} of row ${place.rowId} was sealed with key "${kid ?? "?"}", which is missing or does not fit. Enter the secret again or add the key to CONSOLE_SECRET_KEYS.`,
    { cause, details: { recovery: true, kid } },
  );
}

/** Does this say that a secret cannot be opened with the keys there are? */
export const isLostKey = (error: unknown): error is AppError => isAppError(error) && error.details.recovery === true;
