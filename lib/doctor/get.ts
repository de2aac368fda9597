import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import type { DoctorReport } from "./schema.ts";
import { findReport } from "./store.ts";

/** The last result; null when the doctor has not run yet. Asks nobody. */
export function lastReport(ctx: Ctx): Promise<DoctorReport | null> {
  requirePermission(ctx.actor, "doctor:read");
  return findReport(ctx.db);
}
