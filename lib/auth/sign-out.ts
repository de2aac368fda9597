import { recordAudit } from "../audit/record.ts";
import type { Ctx } from "../ctx.ts";
import { actorName } from "./schema.ts";
import { closeSession } from "./session.ts";

/** Ends the session of this cookie. */
export async function signOut(ctx: Ctx, token: string): Promise<void> {
  await closeSession(ctx.db, token);
  await recordAudit(ctx, { action: "sign-out", objectType: "session", objectName: actorName(ctx.actor) });
}
