import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import type { Service } from "./schema.ts";
import { SLOT_MS, SLOTS, type Strip, slotOf, stripOf } from "./strip.ts";
import { findSlots } from "./strip-store.ts";

/** The last 24 hours of checks of each named endpoint of a kind. */
export async function listStrips(
  ctx: Ctx,
  query: { service: Service; endpointIds: readonly number[]; now: Date },
): Promise<Map<number, Strip>> {
  requirePermission(ctx.actor, "checks:read");
  const { service, endpointIds, now } = query;
  const since = new Date((slotOf(now) - SLOTS + 1) * SLOT_MS);
  const slots = endpointIds.length === 0 ? new Map() : await findSlots(ctx.db, { service, endpointIds, since });
  return new Map(endpointIds.map((id) => [id, stripOf(slots.get(id) ?? [], now)]));
}
