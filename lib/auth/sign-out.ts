import { recordAudit } from "../audit/record.ts";
import type { Ctx } from "../ctx.ts";
import { closeSession } from "./session.ts";

/** Ends the session of this cookie. */
export async function signOut(ctx: Ctx, token: string): Promise<void> {
  await closeSession(ctx.db, token);
  const { actor } = ctx;
  const objectName = actor.kind === "user" ? actor.username : actor.name;
  await recordAudit(ctx, { action: "sign-out", objectType: "session", objectName });
}
