import { z } from "zod";
import { AppError } from "../errors.ts";
import { redactText } from "../redact.ts";
import { scopeOf } from "./clusters.ts";
import type { BackendContext } from "./context.ts";
import type { GuestPlace } from "./guests.ts";
import { backendRequest } from "./request.ts";
import type { Query } from "./send.ts";
import { maybeText } from "./wire-values.ts";

/** The routes of single objects that work in every release we know; what is known of the others: `lib/sync/object-ways`. */
export const objectKinds = [
  "vm",
  "interface",
  "disk",
  "snapshot",
  "task-history",
  "backup",
  "replication",
  "backup-routines",
] as const;
export type ObjectKind = (typeof objectKinds)[number];

export type SyncedObject = {
  objectType: string;
  /** `created`, `updated`, `unchanged`, `noop`, `dry_run`, `error`; the backend often guesses between the first two. */
  action: string;
  isDryRun: boolean;
  proxmox: Record<string, unknown> | null;
  /** The row in NetBox: after the write, or before it in a dry run. */
  netbox: Record<string, unknown> | null;
  dependencies: { objectType: string; name: string | null; action: string | null }[];
};

const Dependency = z.looseObject({ object_type: z.string(), name: maybeText, vmid: maybeText, action: maybeText });
const Values = z.record(z.string(), z.unknown()).nullable().catch(null).default(null);
const Reply = z.looseObject({
  object_type: z.string().optional(),
  action: z.string().optional(),
  dry_run: z.boolean().default(false),
  proxmox_resource: Values,
  netbox_object: Values,
  dependencies_synced: z.array(Dependency).catch([]).default([]),
  error: maybeText,
});

export type ObjectSync = {
  kind: ObjectKind;
  remoteId: number;
  /** What the route asks for, e.g. `{ cluster_name, node, type, vmid, snapshot_name }`. */
  params: Query;
  dryRun?: boolean;
  signal?: AbortSignal;
};

/**
 * Syncs one object, or tells in a dry run what would be written. These routes answer HTTP 200 also when they failed,
 * so an error in the body becomes `backend_refused`. Never sent twice: the call writes.
 */
export async function syncObject(ctx: BackendContext, input: ObjectSync): Promise<SyncedObject> {
  const path = `sync/individual/${input.kind}`;
  const reply = await backendRequest(ctx, {
    path,
    query: { ...input.params, ...scopeOf(input.remoteId), dry_run: input.dryRun === true },
    schema: Reply,
    signal: input.signal,
    mayRepeat: input.dryRun === true,
  });
  if (reply.error || reply.action === "error" || !reply.object_type) {
    const why = redactText(reply.error ?? "it gave no reason");
    throw new AppError("backend_refused", `${ctx.name} could not sync this ${input.kind}: ${why}.`, {
      details: { status: 200, path, action: reply.action ?? null },
    });
  }
  return {
    objectType: reply.object_type,
    action: reply.action ?? "unknown",
    isDryRun: reply.dry_run,
    proxmox: reply.proxmox_resource,
    netbox: reply.netbox_object,
    dependencies: reply.dependencies_synced.map((dependency) => ({
      objectType: dependency.object_type,
      name: dependency.name ?? dependency.vmid,
      action: dependency.action,
    })),
  };
}

/** What a guest would look like in NetBox, and what is there now; writes nothing. */
export function previewGuest(
  ctx: BackendContext,
  at: { remoteId: number; clusterName: string; guest: GuestPlace },
  signal?: AbortSignal,
): Promise<SyncedObject> {
  const params = { cluster_name: at.clusterName, ...at.guest };
  return syncObject(ctx, { kind: "vm", remoteId: at.remoteId, params, dryRun: true, signal });
}

/** The streams that sync one VM by its NetBox id; they work where the routes above do not. */
export const guestStreamPath = (
  netboxVmId: number,
  what: "vm" | "virtual-disks" | "backups" | "snapshots" = "vm",
): string => {
  const below = what === "vm" ? "" : `${what}/`;
  return `virtualization/virtual-machines/${netboxVmId}/${below}create/stream`;
};
