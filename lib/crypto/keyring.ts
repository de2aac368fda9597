import { AppError } from "../errors.ts";
import { setSingleton, singleton } from "../singleton.ts";
import type { Keyring } from "./seal.ts";

/** The keys of this process. Composition roots and tests set them once. */
export function setKeyring(keyring: Keyring): void {
  setSingleton("crypto.keyring", keyring);
}

export function keyring(): Keyring {
  return singleton<Keyring>("crypto.keyring", () => {
    throw new AppError("internal", "The secret keys were not loaded.");
  });
}

/** Parses `kid:base64-32-bytes[,…]`; throws a sentence naming what is wrong, never the key. */
export function parseKeyring(text: string): Keyring {
  const entries = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map(parseEntry);
  if (entries.length === 0) throw new Error("expected at least one `kid:base64-32-bytes`");
  if (new Set(entries.map((entry) => entry.kid)).size !== entries.length) throw new Error("a key id is used twice");
  return entries;
}

function parseEntry(part: string): { kid: string; key: Buffer } {
  const separator = part.indexOf(":");
  const kid = part.slice(0, separator);
  if (separator < 1 || !/^[A-Za-z0-9_-]{1,32}$/.test(kid)) {
    throw new Error("each entry is `kid:base64-32-bytes`, kid of letters, digits, _ and -");
  }
  const key = Buffer.from(part.slice(separator + 1), "base64");
  if (key.length !== 32) throw new Error(`key "${kid}" has ${key.length} bytes, 32 are needed`);
  return { kid, key };
}
