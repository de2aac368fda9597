import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { noSuchSchedule } from "./get.ts";
import { nextOccurrence } from "./occurrences.ts";
import { databaseNow, lockSchedule, updateSchedule } from "./store.ts";
import { timingOf, toWireSchedule, type WireSchedule } from "./wire.ts";

/** No occurrence starts a job while a schedule is paused, and none counts as missed. */
export const pauseSchedule = (ctx: Ctx, id: number): Promise<WireSchedule> => setEnabled(ctx, id, false);

/** Goes on with the next occurrence from now; a schedule that ran once and is over is a `conflict`. */
export const resumeSchedule = (ctx: Ctx, id: number): Promise<WireSchedule> => setEnabled(ctx, id, true);

async function setEnabled(ctx: Ctx, id: number, enabled: boolean): Promise<WireSchedule> {
  requirePermission(ctx.actor, "schedules:write");
  return inTransaction(ctx.db, async (tx) => {
    const before = await lockSchedule(tx, id);
    if (!before) throw noSuchSchedule(id);
    const now = await databaseNow(tx);
    if (before.enabled === enabled) return toWireSchedule(before, now);
    const nextRunAt = enabled ? nextOccurrence(timingOf(before), now) : null;
    if (enabled && !nextRunAt) {
      throw new AppError("conflict", "This schedule has no run to come; give it a new time instead.");
    }
    const row = await updateSchedule(tx, id, { enabled, nextRunAt });
    if (!row) throw noSuchSchedule(id);
    const action = enabled ? "resume" : "pause";
    await recordAudit({ ...ctx, db: tx }, { action, objectType: "schedule", objectId: id, objectName: row.name });
    await publish(tx, topics.schedules);
    return toWireSchedule(row, now);
  });
}
