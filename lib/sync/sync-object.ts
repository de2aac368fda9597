import { requirePermission } from "../auth/require.ts";
import { getCluster } from "../clusters/get.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { enqueueJob } from "../jobs/enqueue.ts";
import type { WireJob } from "../jobs/wire.ts";
import { getNode } from "../nodes/get.ts";
import { getStorage } from "../storage/get.ts";
import { getVm } from "../vms/get.ts";
import type { Vm } from "../vms/schema.ts";
import type { SyncType } from "./stages.ts";

export const objectNouns = ["cluster", "node", "storage", "vm"] as const;
export type ObjectNoun = (typeof objectNouns)[number];

type Scope = { name: string; missing: boolean; endpointId: number; syncTypes: SyncType[]; netboxVmIds: number[] };

/**
 * "Sync Now" for one object: a small job of its own queue, so that a full sync elsewhere does not hold it up; behind
 * one of the same endpoint it waits. The backend has no working route for a single cluster, node or storage in any
 * release, so their stage of this one endpoint runs; a VM that NetBox knows is synced alone.
 */
export async function syncObjectNow(ctx: Ctx, noun: ObjectNoun, id: number): Promise<WireJob> {
  requirePermission(ctx.actor, "jobs:create");
  const scope = await scopeOf(ctx, noun, id);
  if (scope.missing) {
    const why = `${scope.name} was not in the last reading of its endpoint`;
    throw new AppError("conflict", `${why}, so there is nothing to sync. A full sync looks again.`);
  }
  const body = {
    name: `Sync ${noun === "vm" ? "VM" : noun} ${scope.name}`.slice(0, 120),
    sync_types: scope.syncTypes,
    proxmox_endpoint_ids: [scope.endpointId],
    netbox_vm_ids: scope.netboxVmIds,
    on_conflict: "queue",
  };
  return enqueueJob(ctx, body, { queue: "proxbox-small" });
}

async function scopeOf(ctx: Ctx, noun: ObjectNoun, id: number): Promise<Scope> {
  switch (noun) {
    case "cluster":
      return stageScope(await getCluster(ctx, id), ["devices", "storage"]);
    case "node":
      return stageScope(await getNode(ctx, id), ["devices"]);
    case "storage":
      return stageScope(await getStorage(ctx, id), ["storage"]);
    case "vm":
      return vmScope(await getVm(ctx, id));
  }
}

type Found = { name: string; missing: boolean; proxmox_endpoint_id: number };

const stageScope = ({ name, missing, proxmox_endpoint_id }: Found, syncTypes: SyncType[]): Scope => ({
  name,
  missing,
  endpointId: proxmox_endpoint_id,
  syncTypes,
  netboxVmIds: [],
});

/** A VM that NetBox does not have yet is made by the stage of all VMs. */
function vmScope(vm: Vm): Scope {
  if (vm.netbox_id === null) return stageScope(vm, ["virtual-machines"]);
  const syncTypes: SyncType[] = ["virtual-machines", "task-history", "vm-disks", "vm-backups", "vm-snapshots"];
  return { ...stageScope(vm, syncTypes), netboxVmIds: [vm.netbox_id] };
}
