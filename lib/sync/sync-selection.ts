import { inTransaction } from "#db/client";
import { requirePermission } from "../auth/require.ts";
import { listClusters } from "../clusters/list.ts";
import { ClusterListParams } from "../clusters/schema.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { enqueueJob } from "../jobs/enqueue.ts";
import type { WireJob } from "../jobs/wire.ts";
import { listNodes } from "../nodes/list.ts";
import { NodeListParams } from "../nodes/schema.ts";
import { listStorage } from "../storage/list.ts";
import { StorageListParams } from "../storage/schema.ts";
import { listVms } from "../vms/list.ts";
import { VmListParams } from "../vms/schema.ts";
import type { ObjectNoun } from "./object-ways.ts";
import { readWay } from "./read-ways.ts";
import type { SyncType } from "./stages.ts";

const words: Record<ObjectNoun, [one: string, many: string]> = {
  cluster: ["cluster", "clusters"],
  node: ["node", "nodes"],
  storage: ["storage", "storages"],
  vm: ["VM", "VMs"],
};

type Scope = {
  id: number;
  name: string;
  missing: boolean;
  endpointId: number;
  syncTypes: SyncType[];
  netboxVmId: number | null;
};

/**
 * "Sync Now" for one object or a selection: small jobs on a queue of their own, so that a full sync elsewhere does not
 * hold them up; behind one of the same endpoint they wait. Which calls of the backend do it, `object-ways` decides by
 * its release and its own description: VMs that NetBox knows are synced alone, one job an endpoint, where its streams
 * take a choice; for everything else a stage of the endpoint runs. All jobs are started, or none.
 */
export async function syncSelection(ctx: Ctx, noun: ObjectNoun, ids: readonly number[]): Promise<WireJob[]> {
  requirePermission(ctx.actor, "jobs:create");
  const scopes = await findScopes(ctx, noun, ids);
  const unknown = ids.filter((id) => !scopes.some((scope) => scope.id === id));
  if (unknown.length > 0) throw new AppError("not_found", `There is no ${words[noun][0]} ${unknown.join(", ")}.`);
  const gone = scopes.filter((scope) => scope.missing).map((scope) => scope.name);
  if (gone.length > 0) {
    const why = `${gone.join(", ")} ${gone.length === 1 ? "was" : "were"} not in the last reading of the endpoint`;
    throw new AppError("conflict", `${why}, so there is nothing to sync. A full sync looks again.`);
  }
  return inTransaction(ctx.db, async (tx) => {
    const jobs: WireJob[] = [];
    for (const group of groups(scopes)) jobs.push(await startSmall({ ...ctx, db: tx }, noun, group));
    return jobs;
  });
}

/** The same for one object. */
export async function syncObjectNow(ctx: Ctx, noun: ObjectNoun, id: number): Promise<WireJob> {
  const [job] = await syncSelection(ctx, noun, [id]);
  if (!job) throw new AppError("not_found", "There is nothing to sync.");
  return job;
}

/** What one job can do together: the same stages of the same endpoint, for single VMs or for all it has. */
function groups(scopes: readonly Scope[]): Scope[][] {
  return [...Map.groupBy(scopes, (scope) => `${scope.endpointId}/${scope.syncTypes.join()}`).values()];
}

function startSmall(ctx: Ctx, noun: ObjectNoun, group: readonly Scope[]): Promise<WireJob> {
  const [first] = group;
  const [one, many] = words[noun];
  const name = group.length === 1 ? `${one} ${first?.name}` : `${group.length} ${many}`;
  const body = {
    name: `Sync ${name}`.slice(0, 120),
    sync_types: first?.syncTypes,
    proxmox_endpoint_ids: [first?.endpointId],
    netbox_vm_ids: group.map((scope) => scope.netboxVmId).filter((id) => id !== null),
    on_conflict: "queue",
  };
  return enqueueJob(ctx, body, { queue: "proxbox-small" });
}

async function findScopes(ctx: Ctx, noun: ObjectNoun, ids: readonly number[]): Promise<Scope[]> {
  const query = { id: [...ids], limit: 0, ordering: "id" };
  switch (noun) {
    case "cluster":
      return scopesOf(ctx, noun, (await listClusters(ctx, ClusterListParams.parse(query))).results);
    case "node":
      return scopesOf(ctx, noun, (await listNodes(ctx, NodeListParams.parse(query))).results);
    case "storage":
      return scopesOf(ctx, noun, (await listStorage(ctx, StorageListParams.parse(query))).results);
    case "vm":
      return scopesOf(ctx, noun, (await listVms(ctx, VmListParams.parse(query))).results);
  }
}

type Found = { id: number; name: string; missing: boolean; proxmox_endpoint_id: number; netbox_id?: number | null };

/** Objects of one endpoint go one way, but for guests that NetBox does not know. */
async function scopesOf(ctx: Ctx, noun: ObjectNoun, found: readonly Found[]): Promise<Scope[]> {
  const isKnown = ({ netbox_id }: Found) => noun === "vm" && (netbox_id ?? null) !== null;
  const groups = Map.groupBy(found, (one) => `${one.proxmox_endpoint_id}/${isKnown(one)}`).values();
  const scopes = [...groups].map(async (group) => {
    const [first] = group;
    if (!first) return [];
    const place = { noun, endpointId: first.proxmox_endpoint_id, isInNetbox: isKnown(first) };
    const way = await readWay(ctx, place);
    return group.map(({ id, name, missing, proxmox_endpoint_id, netbox_id }) => ({
      ...{ id, name, missing, endpointId: proxmox_endpoint_id, syncTypes: way.syncTypes },
      netboxVmId: way.isAlone ? (netbox_id ?? null) : null,
    }));
  });
  return (await Promise.all(scopes)).flat();
}
