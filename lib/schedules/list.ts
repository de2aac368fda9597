import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { databaseNow, findSchedules } from "./store.ts";
import { toWireSchedule, type WireSchedule } from "./wire.ts";

/** All schedules, oldest first. There are few. */
export async function listSchedules(ctx: Ctx): Promise<WireSchedule[]> {
  requirePermission(ctx.actor, "schedules:read");
  const [rows, now] = await Promise.all([findSchedules(ctx.db), databaseNow(ctx.db)]);
  return rows.map((row) => toWireSchedule(row, now));
}
