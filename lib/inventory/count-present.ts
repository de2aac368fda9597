import { EXACT_COUNT } from "#db/count";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { countPresent, type PresentCounts } from "./present-store.ts";

/** How many clusters, nodes, storages and guests there are, as the navigation says it; nothing where there are none. */
export async function presentCounts(ctx: Ctx): Promise<Partial<Record<keyof PresentCounts, string>>> {
  requirePermission(ctx.actor, "inventory:read");
  const words = Object.entries(await countPresent(ctx.db)).flatMap(([noun, count]) =>
    count > 0 ? [[noun, count > EXACT_COUNT ? `${EXACT_COUNT}+` : String(count)]] : [],
  );
  return Object.fromEntries(words);
}
