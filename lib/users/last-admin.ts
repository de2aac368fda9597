import type { Db } from "#db/client";
import { AppError } from "../errors.ts";
import { lockAdmins } from "./store.ts";

/** Throws `conflict` when nobody could administer the console without this user. Call it inside the change's transaction. */
export async function assertNotLastAdmin(tx: Db, userId: number): Promise<void> {
  const admins = await lockAdmins(tx);
  if (admins.length === 1 && admins[0] === userId) {
    throw new AppError(
      "conflict",
      "This is the last enabled administrator; make somebody else an administrator first.",
    );
  }
}
