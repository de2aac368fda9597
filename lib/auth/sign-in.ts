import type { Db } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { AppError } from "../errors.ts";
import type { Verified } from "../users/credentials.ts";
import type { Lockout } from "./lockout.ts";
import { openSession, type SessionPlace } from "./session.ts";

export type SignInInput = { username: string; password: string; device?: string | null } & SessionPlace;

export type SignInParts = {
  db: Db;
  lockout: Lockout;
  verify: (db: Db, username: string, password: string) => Promise<Verified | null>;
};

/** Counts the try, then verifies. The answer to a wrong name and to a wrong password is the same. Returns the session token. */
export async function signIn({ db, lockout, verify }: SignInParts, input: SignInInput): Promise<string> {
  const attempt = { username: input.username, address: input.address ?? "unknown", device: input.device ?? null };
  await lockout.count(attempt);
  const user = await verify(db, input.username, input.password);
  if (!user) throw new AppError("unauthenticated", "User name or password is wrong.");
  await lockout.forgive(attempt);
  const { id: userId, username, role } = user;
  const token = await openSession(db, userId, input);
  const address = input.address ?? undefined;
  await recordAudit(
    { db, actor: { kind: "user", userId, username, role, address } },
    { action: "sign-in", objectType: "session", objectName: username },
  );
  return token;
}
