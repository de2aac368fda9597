import type { Ctx } from "#lib/ctx";
import { listEndpoints } from "#lib/endpoints/list";
import type { PublicEndpoint } from "#lib/endpoints/schema";
import { listCards } from "#lib/inventory/card";
import type { Card } from "#lib/inventory/schema";
import { listJobs } from "#lib/jobs/list";
import { readTrend } from "#lib/jobs/trend";
import { listUsualStages } from "#lib/jobs/usual-stages";
import type { WireJob } from "#lib/jobs/wire";
import { listNodes } from "#lib/nodes/list";
import { NodeListParams, type ProxmoxNode } from "#lib/nodes/schema";
import { listChecks } from "#lib/status/get";
import type { WireCheck } from "#lib/status/schema";
import { listStorage } from "#lib/storage/list";
import { type Storage, StorageListParams } from "#lib/storage/schema";
import { checkInterval } from "../../_status/check-interval.ts";

/** More endpoints than this have lists of their own. */
const SHOWN_ENDPOINTS = 12;
const SHOWN_NODES = 6;
const SHOWN_STORAGE = 6;

export type EndpointPart = {
  endpoint: PublicEndpoint;
  card: Card;
  check: WireCheck | undefined;
  /** The last job that included it. */
  last: WireJob | undefined;
  nodes: { count: number; results: ProxmoxNode[] };
  storage: { count: number; results: Storage[] };
};

/** Everything the dashboard tells. What it costs grows with the endpoints shown and the days asked for only. */
export async function readDashboard(ctx: Ctx, window: { days: number; timeZone: string; now: Date }) {
  const [endpoints, cards, checks, everyMs, trend] = await Promise.all([
    listEndpoints(ctx, "proxmox"),
    listCards(ctx),
    listChecks(ctx, "proxmox"),
    checkInterval(ctx),
    readTrend(ctx, window),
  ]);
  const shown = endpoints.slice(0, SHOWN_ENDPOINTS);
  const lastIds = cards.flatMap((card) => (card.last_sync ? [card.last_sync.job_id] : []));
  const [stages, jobs] = await Promise.all([
    listUsualStages(ctx, { endpointIds: shown.map((endpoint) => endpoint.id), now: window.now }),
    lastIds.length === 0 ? [] : (await listJobs(ctx, { ids: [...new Set(lastIds)], limit: lastIds.length })).results,
  ]);
  const parts = await Promise.all(shown.map((endpoint) => partOf(ctx, { endpoint, cards, checks, jobs })));
  return { endpoints, cards, parts: parts.filter((part) => part !== null), everyMs, trend, stages };
}

export type Dashboard = Awaited<ReturnType<typeof readDashboard>>;

async function partOf(
  ctx: Ctx,
  known: { endpoint: PublicEndpoint; cards: Card[]; checks: WireCheck[]; jobs: WireJob[] },
): Promise<EndpointPart | null> {
  const { endpoint } = known;
  const card = known.cards.find((each) => each.endpoint_id === endpoint.id);
  if (!card) return null;
  const scope = { proxmox_endpoint_id: String(endpoint.id), missing: "false" };
  const [nodes, storage] = await Promise.all([
    listNodes(ctx, NodeListParams.parse({ ...scope, limit: SHOWN_NODES, ordering: "-memory_bytes" })),
    listStorage(ctx, StorageListParams.parse({ ...scope, limit: SHOWN_STORAGE, ordering: "-used_bytes" })),
  ]);
  return {
    endpoint,
    card,
    check: known.checks.find((check) => check.endpoint_id === endpoint.id),
    last: known.jobs.find((job) => job.id === card.last_sync?.job_id),
    nodes,
    storage,
  };
}
