import { type Db, inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { closeSessionsOf } from "../auth/close-sessions.ts";
import { type Role, systemActor } from "../auth/schema.ts";
import { AppError } from "../errors.ts";
import type { Verified } from "./credentials.ts";
import { findUserByName, findUserBySubject, insertUser, type UserRow, updateUser } from "./store.ts";
import { toPublicUser } from "./to-public.ts";

/** Whom the provider of single sign-on vouches for. */
export type Vouched = { subject: string; username: string; role: Role };

/**
 * The user of a person the provider vouches for: made at the first sign-in, with the role of today at each. A local
 * user of the same name is somebody else: taking it over by a name at the provider would be a way in.
 */
export function userOfProvider(db: Db, vouched: Vouched): Promise<Verified> {
  return inTransaction(db, async (tx) => {
    const found = await findUserBySubject(tx, vouched.subject);
    if (found && !found.enabled)
      throw new AppError("forbidden", "This user is disabled. An administrator of the console can enable it.");
    const user = found ? await withRole(tx, found, vouched.role) : await makeUser(tx, vouched);
    await updateUser(tx, user.id, { lastSignInAt: new Date() });
    return { id: user.id, username: user.username, role: user.role };
  });
}

const actor = systemActor("single sign-on");

async function makeUser(tx: Db, { subject, username, role }: Vouched): Promise<UserRow> {
  if (await findUserByName(tx, username))
    throw new AppError("conflict", `There is a local user ${username} already. Ask an administrator to rename it.`);
  const row = await insertUser(tx, { username, role, oidcSubject: subject });
  const created = { objectType: "user", objectId: row.id, objectName: row.username, after: toPublicUser(row) };
  await recordAudit({ db: tx, actor }, { action: "create", ...created });
  return row;
}

/** A new role ends the sessions of the old one. */
async function withRole(tx: Db, user: UserRow, role: Role): Promise<UserRow> {
  if (user.role === role) return user;
  await updateUser(tx, user.id, { role });
  await closeSessionsOf(tx, user.id);
  const change = { objectType: "user", objectId: user.id, objectName: user.username };
  await recordAudit({ db: tx, actor }, { action: "update", ...change, before: { role: user.role }, after: { role } });
  return { ...user, role };
}
