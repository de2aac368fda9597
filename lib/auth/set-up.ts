import type { Db } from "#db/client";
import { inTransaction } from "#db/client";
import { createFirstAdmin } from "../users/create-first-admin.ts";
import type { PublicUser } from "../users/schema.ts";
import { redeemSetupCode } from "./setup-code.ts";

/** The set-up form: the one-time code and the first admin, both or neither. */
export function setUp(db: Db, input: { code: string; username: string; password: string }): Promise<PublicUser> {
  return inTransaction(db, async (tx) => {
    const admin = await createFirstAdmin(tx, { username: input.username, password: input.password });
    await redeemSetupCode(tx, input.code);
    return admin;
  });
}
