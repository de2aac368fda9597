import type { Db } from "#db/client";
import { constantTimeEqual, hashToken, randomToken } from "../crypto/token.ts";
import { invalidField } from "../errors.ts";
import { deleteFact, findFact, saveFact } from "./store.ts";

const KEY = "setup_code_sha256";
const CODE_BYTES = 12;

/** A new one-time code for the set-up page; replaces one that was issued before. The caller makes sure that there is no user yet. */
export async function issueSetupCode(db: Db): Promise<string> {
  const code = randomToken(CODE_BYTES);
  await saveFact(db, KEY, hashToken(code));
  return code;
}

/** Throws `invalid` unless this is the code that was issued; uses it up otherwise. Call it inside the set-up's transaction. */
export async function redeemSetupCode(db: Db, code: string): Promise<void> {
  const expected = await findFact(db, KEY);
  if (expected === null)
    throw invalidField("code", "no set-up code was issued; restart the console and use the link it prints");
  if (!constantTimeEqual(hashToken(code.trim()), expected)) {
    throw invalidField("code", "is not the code that the console printed at its start");
  }
  await deleteFact(db, KEY);
}
