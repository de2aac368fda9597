import { requirePermission } from "../auth/require.ts";
import { clustersOfEndpoint } from "../clusters/save.ts";
import type { Ctx } from "../ctx.ts";
import { getEndpoint } from "../endpoints/get.ts";
import { listEndpoints } from "../endpoints/list.ts";
import type { PublicEndpoint } from "../endpoints/schema.ts";
import { lastEndedJob } from "../jobs/last-of-endpoint.ts";
import { nodesOfEndpoint } from "../nodes/save.ts";
import { readSettings } from "../settings/read.ts";
import { storageOfEndpoint } from "../storage/save.ts";
import { guestsOfEndpoint } from "../vms/save.ts";
import type { Card } from "./schema.ts";
import { findRead, type InventoryRead } from "./store.ts";

/** The card of one Proxmox endpoint from what was last read; asks nobody. */
export async function getCard(ctx: Ctx, endpointId: number): Promise<Card> {
  requirePermission(ctx.actor, "inventory:read");
  const endpoint = await getEndpoint(ctx, "proxmox", endpointId);
  const { inventory_interval_minutes: minutes } = await readSettings(ctx.db);
  return cardOf(ctx, endpoint, minutes * 60_000);
}

/** The card of every Proxmox endpoint, by id. */
export async function listCards(ctx: Ctx): Promise<Card[]> {
  requirePermission(ctx.actor, "inventory:read");
  const { inventory_interval_minutes: minutes } = await readSettings(ctx.db);
  const endpoints = await listEndpoints(ctx, "proxmox");
  return Promise.all(endpoints.map((endpoint) => cardOf(ctx, endpoint, minutes * 60_000)));
}

async function cardOf(ctx: Ctx, endpoint: PublicEndpoint, intervalMs: number): Promise<Card> {
  const { db } = ctx;
  const { id, name, domain, ip_address, port } = endpoint;
  const [clusters, nodes, guests, storage, read, last] = await Promise.all([
    clustersOfEndpoint(db, id),
    nodesOfEndpoint(db, id),
    guestsOfEndpoint(db, id),
    storageOfEndpoint(db, id),
    findRead(db, id),
    lastEndedJob(db, id),
  ]);
  const [cluster] = clusters;
  const offline = nodes.filter((node) => node.status !== "online");
  return {
    endpoint_id: id,
    object: { id, name, domain, ip_address, port },
    cluster: cluster
      ? { name: cluster.name, mode: cluster.mode, version: cluster.version, quorate: cluster.quorate }
      : null,
    node_count: nodes.length,
    nodes_online: nodes.length - offline.length,
    vm_count: guests.vmCount,
    lxc_count: guests.lxcCount,
    running_count: guests.runningCount,
    template_count: guests.templateCount,
    storage: { used_bytes: storage.usedBytes, total_bytes: storage.totalBytes },
    warnings: [
      ...offline.map((node) => ({ code: "node_offline", message: `Node ${node.name} is offline` })),
      ...(cluster?.quorate === false ? [{ code: "no_quorum", message: `Cluster ${cluster.name} has no quorum` }] : []),
      ...readWarnings(read, endpoint),
    ],
    last_sync: last && {
      job_id: last.id,
      outcome: last.outcome,
      completed_at: last.completedAt?.toISOString() ?? null,
    },
    as_of: read?.asOf?.toISOString() ?? null,
    stale: isStale(read, intervalMs),
  };
}

function readWarnings(read: InventoryRead | null, endpoint: PublicEndpoint): Card["warnings"] {
  if (!endpoint.enabled) return [{ code: "disabled", message: "This endpoint is disabled; it is not read." }];
  if (read?.error) return [{ code: "cluster_unreadable", message: read.error }];
  return read?.asOf ? [] : [{ code: "never_read", message: "Not read yet. The worker reads it within a minute." }];
}

/** Older than two readings should be, or the last try failed. */
function isStale(read: InventoryRead | null, intervalMs: number): boolean {
  if (!read?.asOf || read.error !== null) return true;
  return Date.now() - read.asOf.getTime() > 2 * intervalMs + 60_000;
}
