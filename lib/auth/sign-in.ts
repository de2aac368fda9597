import type { Db } from "#db/client";
import { AppError } from "../errors.ts";
import type { Verified } from "../users/credentials.ts";
import type { Lockout } from "./lockout.ts";
import { openSession, type SessionPlace } from "./session.ts";

export type SignInInput = { username: string; password: string } & SessionPlace;

export type SignInParts = {
  db: Db;
  lockout: Lockout;
  verify: (db: Db, username: string, password: string) => Promise<Verified | null>;
};

/** Counts the try, then verifies. The answer to a wrong name and to a wrong password is the same. Returns the session token. */
export async function signIn({ db, lockout, verify }: SignInParts, input: SignInInput): Promise<string> {
  await lockout.count(input.username, input.address ?? "unknown");
  const user = await verify(db, input.username, input.password);
  if (!user) throw new AppError("unauthenticated", "User name or password is wrong.");
  await lockout.forgive(input.username);
  return openSession(db, user.id, input);
}
