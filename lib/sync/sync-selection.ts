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
import { type Vm, VmListParams } from "../vms/schema.ts";
import type { SyncType } from "./stages.ts";

export const objectNouns = ["cluster", "node", "storage", "vm"] as const;
export type ObjectNoun = (typeof objectNouns)[number];

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
 * hold them up; behind one of the same endpoint they wait. The backend has no working route for a single cluster, node
 * or storage in any release, so their stage of their endpoint runs; VMs that NetBox knows are synced alone, one job an
 * endpoint, and those that it does not know are made by the stage of all VMs. All jobs are started, or none.
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
      return (await listClusters(ctx, ClusterListParams.parse(query))).results.map(stageScope(["devices", "storage"]));
    case "node":
      return (await listNodes(ctx, NodeListParams.parse(query))).results.map(stageScope(["devices"]));
    case "storage":
      return (await listStorage(ctx, StorageListParams.parse(query))).results.map(stageScope(["storage"]));
    case "vm":
      return (await listVms(ctx, VmListParams.parse(query))).results.map(vmScope);
  }
}

type Found = { id: number; name: string; missing: boolean; proxmox_endpoint_id: number };

const stageScope =
  (syncTypes: SyncType[]) =>
  ({ id, name, missing, proxmox_endpoint_id }: Found): Scope => ({
    id,
    name,
    missing,
    endpointId: proxmox_endpoint_id,
    syncTypes,
    netboxVmId: null,
  });

/** A VM that NetBox does not have yet is made by the stage of all VMs. */
function vmScope(vm: Vm): Scope {
  if (vm.netbox_id === null) return stageScope(["virtual-machines"])(vm);
  const syncTypes: SyncType[] = ["virtual-machines", "task-history", "vm-disks", "vm-backups", "vm-snapshots"];
  return { ...stageScope(syncTypes)(vm), netboxVmId: vm.netbox_id };
}
