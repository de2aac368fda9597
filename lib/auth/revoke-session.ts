import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { closeSessionsOf } from "./close-sessions.ts";
import { can } from "./permissions.ts";
import { requirePermission } from "./require.ts";
import { IDLE_MS } from "./session.ts";
import { findOpenSession } from "./sessions-store.ts";
import { revokeSession } from "./store.ts";

/** Ends a session: an own one, or anybody's for an admin. Streams it has open end within a minute. */
export async function revokeSessionById(ctx: Ctx, sessionId: number): Promise<void> {
  requirePermission(ctx.actor, "sessions:own");
  await inTransaction(ctx.db, async (tx) => {
    const found = await findOpenSession(tx, sessionId, IDLE_MS);
    const isOwn = ctx.actor.kind === "user" && found?.session.userId === ctx.actor.userId;
    if (!found || (!isOwn && !can(ctx.actor, "sessions:manage")))
      throw new AppError("not_found", `There is no session ${sessionId}.`);
    await revokeSession(tx, sessionId);
    await publish(tx, topics.sessions);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "revoke", objectType: "session", objectId: sessionId, objectName: found.username },
    );
  });
}

/** Ends every own session but the one that asks; returns how many. */
export async function revokeOtherSessions(ctx: Ctx): Promise<number> {
  requirePermission(ctx.actor, "sessions:own");
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("forbidden", "Only a user has sessions.");
  return inTransaction(ctx.db, async (tx) => {
    const closed = await closeSessionsOf(tx, actor.userId, actor.sessionId);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "revoke-others", objectType: "session", objectName: actor.username, after: { closed } },
    );
    return closed;
  });
}
