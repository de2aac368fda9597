import { z } from "zod";
import type { Ctx } from "../ctx.ts";
import { can } from "./permissions.ts";
import { requirePermission } from "./require.ts";
import { IDLE_MS } from "./session.ts";
import { findOpenSessions, type SessionRow } from "./sessions-store.ts";

/** A signed-in browser as its user and administrators see it. */
export const PublicSession = z
  .object({
    id: z.number(),
    user_id: z.number(),
    username: z.string(),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    created_at: z.string(),
    last_seen_at: z.string(),
    expires_at: z.string(),
    /** The session that asks. */
    is_current: z.boolean(),
    url: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "Session" });
export type PublicSession = z.infer<typeof PublicSession>;

/** Own sessions; an admin sees everybody's. */
export async function listSessions(ctx: Ctx): Promise<PublicSession[]> {
  requirePermission(ctx.actor, "sessions:own");
  const isAll = can(ctx.actor, "sessions:manage") || ctx.actor.kind !== "user";
  const rows = await findOpenSessions(ctx.db, {
    userId: isAll || ctx.actor.kind !== "user" ? null : ctx.actor.userId,
    idleMs: IDLE_MS,
  });
  return rows.map((row) => toPublicSession(row, ctx));
}

function toPublicSession({ session, username }: SessionRow, { actor }: Ctx): PublicSession {
  return {
    id: session.id,
    user_id: session.userId,
    username,
    address: session.address,
    user_agent: session.userAgent,
    created_at: session.createdAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    is_current: actor.kind === "user" && actor.sessionId === session.id,
    url: `/api/plugins/proxbox/sessions/${session.id}`,
    display_url: "/settings/sessions",
  };
}
