import type { Db } from "#db/client";
import { hashPassword, verifyPassword } from "../auth/password.ts";
import type { Role } from "../auth/schema.ts";
import { singleton } from "../singleton.ts";
import { findUserByName, updateUser } from "./store.ts";

export type Verified = { id: number; username: string; role: Role };

/** The user of this name and password, or null: for an unknown name after the same work as for a wrong password. */
export async function verifyCredentials(db: Db, username: string, password: string): Promise<Verified | null> {
  const user = await findUserByName(db, username);
  const usable = user?.enabled && user.passwordHash ? user : null;
  const { isValid, needsRehash } = await verifyPassword(password, usable?.passwordHash ?? (await dummyHash()));
  if (!usable || !isValid) return null;
  if (needsRehash) await updateUser(db, usable.id, { passwordHash: await hashPassword(password) });
  await updateUser(db, usable.id, { lastSignInAt: new Date() });
  return { id: usable.id, username: usable.username, role: usable.role };
}

const dummyHash = (): Promise<string> => singleton("users.dummy-hash", () => hashPassword("nobody has this password"));
