import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { databaseNow, findSchedule } from "./store.ts";
import { toWireSchedule, type WireSchedule } from "./wire.ts";

/** One schedule with its next five runs; throws `not_found`. */
export async function getSchedule(ctx: Ctx, id: number): Promise<WireSchedule> {
  requirePermission(ctx.actor, "schedules:read");
  const row = await findSchedule(ctx.db, id);
  if (!row) throw noSuchSchedule(id);
  return toWireSchedule(row, await databaseNow(ctx.db));
}

export const noSuchSchedule = (id: number): AppError => new AppError("not_found", `There is no schedule ${id}.`);
