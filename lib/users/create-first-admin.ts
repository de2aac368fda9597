import { type Db, inTransaction } from "#db/client";
import { systemActor } from "../auth/schema.ts";
import { AppError } from "../errors.ts";
import { createUser } from "./create-user.ts";
import type { PublicUser } from "./schema.ts";
import { isAnyUser, lockUsers } from "./store.ts";

/** Creates the first admin; a `conflict` when there is any user already. */
export async function createFirstAdmin(db: Db, input: { username: string; password: string }): Promise<PublicUser> {
  return inTransaction(db, async (tx) => {
    await lockUsers(tx);
    if (await isAnyUser(tx)) throw new AppError("conflict", "This console is already set up; sign in instead.");
    return createUser({ db: tx, actor: systemActor("set-up") }, { ...input, role: "admin" });
  });
}

/** Does anybody have an account yet? */
export function hasUsers(db: Db): Promise<boolean> {
  return isAnyUser(db);
}
