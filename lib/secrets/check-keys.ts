import type { Db } from "#db/client";
import { keyring } from "../crypto/keyring.ts";
import { isLostKey, open, seal } from "../crypto/seal.ts";
import { randomToken } from "../crypto/token.ts";
import { AppError } from "../errors.ts";
import { findKeyCheck, insertKeyCheck } from "./store.ts";

const PLACE = { table: "console_facts", column: "value", rowId: 0 };

/**
 * Does every key we have fit the one of its name that this database knows? A wrong one stops the process before it
 * seals anything; a key that is missing does not: what it sealed is reported where it is used.
 */
export async function assertKeysFit(db: Db): Promise<void> {
  for (const key of keyring()) {
    if (!(await findKeyCheck(db, key.kid))) await insertKeyCheck(db, key.kid, seal([key], randomToken(), PLACE));
    // Read again: another process may have been first, and two that differ must not both go on.
    const known = await findKeyCheck(db, key.kid);
    if (!known || !opens([key], known)) throw wrongKey(key.kid);
  }
}

function opens(ring: Parameters<typeof open>[0], sealed: string): boolean {
  try {
    return open(ring, sealed, PLACE) !== "";
  } catch (error) {
    if (isLostKey(error)) return false;
    throw error;
  }
}

const wrongKey = (kid: string): AppError =>
  new AppError(
    "internal",
    `CONSOLE_SECRET_KEYS: the key "${kid}" is not the one that this database was used with. Give the right key back. If it is lost for good, give the new key another id; endpoints whose secrets are lost will say "Recovery required".`,
  );
