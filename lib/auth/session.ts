import type { Db } from "#db/client";
import { hashToken, randomToken } from "../crypto/token.ts";
import type { UserActor } from "./schema.ts";
import { findSession, insertSession, revokeSession, touchSession } from "./store.ts";

const HOUR_MS = 3_600_000;
/** A session that is not used for this long is over … */
export const IDLE_MS = 12 * HOUR_MS;
/** … and any session after this long. */
export const ABSOLUTE_MS = 7 * 24 * HOUR_MS;
/** Being used is written at most this often. */
const TOUCH_EVERY_MS = 60_000;

export type SessionPlace = { address: string | null; userAgent: string | null };

/** Opens a session; the returned token is only in the cookie, the row keeps its hash. */
export async function openSession(db: Db, userId: number, place: SessionPlace): Promise<string> {
  const token = randomToken();
  await insertSession(db, {
    userId,
    tokenHash: hashToken(token),
    address: place.address,
    userAgent: place.userAgent?.slice(0, 300) ?? null,
    expiresAt: new Date(Date.now() + ABSOLUTE_MS),
    reauthenticatedAt: new Date(),
  });
  return token;
}

/** The actor of a session cookie; null when it is unknown, revoked, expired or idle for too long. */
export async function readSession(db: Db, token: string, address: string | undefined): Promise<UserActor | null> {
  const found = await findSession(db, hashToken(token));
  if (!found) return null;
  const { session, user } = found;
  const idleMs = Date.now() - session.lastSeenAt.getTime();
  if (idleMs > IDLE_MS) return null;
  if (idleMs > TOUCH_EVERY_MS) await touchSession(db, session.id);
  return {
    kind: "user",
    userId: user.id,
    username: user.username,
    role: user.role,
    sessionId: session.id,
    writeEnabled: true,
    reauthenticatedAt: session.reauthenticatedAt,
    timeZone: user.timeZone,
    address,
  };
}

export async function closeSession(db: Db, token: string): Promise<void> {
  const found = await findSession(db, hashToken(token));
  if (found) await revokeSession(db, found.session.id);
}
