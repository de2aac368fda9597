import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { noSuchSchedule } from "./get.ts";
import { assertOwn } from "./save.ts";
import { deleteSchedule, lockSchedule } from "./store.ts";

/** Removes a schedule; the jobs it started stay. */
export async function removeSchedule(ctx: Ctx, id: number): Promise<void> {
  requirePermission(ctx.actor, "schedules:write");
  await inTransaction(ctx.db, async (tx) => {
    const before = await lockSchedule(tx, id);
    if (!before) throw noSuchSchedule(id);
    assertOwn(before);
    await deleteSchedule(tx, id);
    const change = { action: "delete", objectType: "schedule", objectId: id, objectName: before.name, before };
    await recordAudit({ ...ctx, db: tx }, change);
    await publish(tx, topics.schedules);
  });
}
