import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { getEndpoint } from "../endpoints/get.ts";
import { AppError } from "../errors.ts";
import { getCard } from "./card.ts";
import { wantRead } from "./reads.ts";
import type { Card } from "./schema.ts";

/** Asks the workers to read an endpoint now; answers its card as it is. */
export async function requestRefresh(ctx: Ctx, endpointId: number): Promise<Card> {
  requirePermission(ctx.actor, "inventory:refresh");
  const endpoint = await getEndpoint(ctx, "proxmox", endpointId);
  if (!endpoint.enabled) throw new AppError("conflict", `${endpoint.name} is disabled. Enable it first.`);
  await wantRead(ctx.db, endpointId);
  return getCard(ctx, endpointId);
}
