import { z } from "zod";
import type { Total } from "#db/count";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { getEndpoint } from "../endpoints/get.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { kindOfService, type Service, type WireCheck } from "./schema.ts";
import { countHistory, findCheck, findChecks, findHistory } from "./store.ts";
import { toWireCheck } from "./to-wire.ts";

/** The last known state of an endpoint; asks nobody. */
export async function getCheck(ctx: Ctx, service: Service, id: number): Promise<WireCheck> {
  requirePermission(ctx.actor, "checks:read");
  const endpoint = await getEndpoint(ctx, kindOfService[service], id);
  return toWireCheck(service, endpoint, await findCheck(ctx.db, service, id));
}

/** The last known state of every endpoint of a kind, by id. */
export async function listChecks(ctx: Ctx, service: Service): Promise<WireCheck[]> {
  requirePermission(ctx.actor, "checks:read");
  const endpoints = await listEndpoints(ctx, kindOfService[service]);
  const rows = new Map((await findChecks(ctx.db, service)).map((row) => [row.endpointId, row]));
  return endpoints.map((endpoint) => toWireCheck(service, endpoint, rows.get(endpoint.id) ?? null));
}

/** One earlier result. */
export const CheckResult = z
  .object({
    id: z.number(),
    at: z.string(),
    status: z.string(),
    reachable: z.boolean().nullable(),
    latency_ms: z.number().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: "CheckResult" });
export type WireHistory = z.infer<typeof CheckResult>;

/** Earlier results of an endpoint, newest first. */
export async function listCheckHistory(
  ctx: Ctx,
  query: { service: Service; id: number; limit: number; offset: number },
): Promise<Total & { results: WireHistory[] }> {
  requirePermission(ctx.actor, "checks:read");
  const { service, id, limit, offset } = query;
  await getEndpoint(ctx, kindOfService[service], id);
  const rows = await findHistory(ctx.db, { service, endpointId: id, limit, offset });
  const results = rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    status: row.status,
    reachable: row.reachable,
    latency_ms: row.latencyMs,
    detail: row.detail,
  }));
  return { ...(await countHistory(ctx.db, service, id)), results };
}
