import { z } from "zod";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";
import { bySession, maybeFlag, maybeNumber, maybeText, readableRows } from "./wire-values.ts";

const NodeStatus = z.looseObject({
  name: z.string(),
  ip: maybeText,
  nodeid: maybeNumber,
  online: z.union([z.boolean(), z.number()]).nullish(),
});

export const ClusterStatus = z.looseObject({
  name: z.string(),
  mode: z.string().nullish(),
  version: z.number().nullish(),
  quorate: maybeFlag,
  /** How the backend names the devices of nodes in NetBox, `{node}` unless told; newer releases say it. */
  node_device_name_template: maybeText,
  endpoint_name: maybeText,
  node_list: z.array(NodeStatus).default([]),
});
export type ClusterStatus = z.infer<typeof ClusterStatus>;

/** Clusters and their nodes as Proxmox tells them now, of one endpoint. */
export function readClusterStatus(
  ctx: BackendContext,
  remoteId: number,
  signal?: AbortSignal,
): Promise<ClusterStatus[]> {
  return backendRequest(ctx, {
    path: "proxmox/cluster/status",
    query: scopeOf(remoteId),
    schema: z.array(ClusterStatus),
    signal,
  });
}

/** A node, guest, storage or pool. Sizes in bytes, `cpu` from 0 to 1, `uptime` in seconds; what is not known is null. */
export const ClusterResource = z.looseObject({
  id: z.string(),
  type: z.string(),
  name: maybeText,
  node: maybeText,
  status: maybeText,
  vmid: maybeNumber,
  cpu: maybeNumber,
  maxcpu: maybeNumber,
  mem: maybeNumber,
  maxmem: maybeNumber,
  disk: maybeNumber,
  maxdisk: maybeNumber,
  uptime: maybeNumber,
  storage: maybeText,
  plugintype: maybeText,
  content: maybeText,
  shared: maybeFlag,
  pool: maybeText,
  hastate: maybeText,
  lock: maybeText,
  tags: maybeText,
  template: maybeFlag,
});
export type ClusterResource = z.infer<typeof ClusterResource>;

export type SessionRows<T> = { session: string; rows: T[] };

/** Everything a cluster holds, of one endpoint; `session` is the cluster's name, or the node's where there is none. */
export async function readClusterResources(
  ctx: BackendContext,
  remoteId: number,
  signal?: AbortSignal,
): Promise<SessionRows<ClusterResource>[]> {
  const schema = bySession(readableRows(ClusterResource));
  const found = await backendRequest(ctx, {
    path: "proxmox/cluster/resources",
    query: scopeOf(remoteId),
    schema,
    signal,
  });
  return found.map(({ session, value }) => ({ session, rows: value }));
}

/** How a storage is configured in its cluster; how full it is, `readClusterResources` tells. */
export const StorageDefinition = z.looseObject({
  storage: z.string(),
  type: z.string(),
  content: maybeText,
  nodes: maybeText,
  path: maybeText,
  server: maybeText,
  export: maybeText,
  pool: maybeText,
  datastore: maybeText,
  shared: maybeFlag,
  disable: maybeFlag,
});
export type StorageDefinition = z.infer<typeof StorageDefinition>;

export async function readStorageDefinitions(
  ctx: BackendContext,
  remoteId: number,
  signal?: AbortSignal,
): Promise<SessionRows<StorageDefinition>[]> {
  const schema = bySession(readableRows(StorageDefinition));
  const found = await backendRequest(ctx, { path: "proxmox/storage", query: scopeOf(remoteId), schema, signal });
  return found.map(({ session, value }) => ({ session, rows: value }));
}

const Release = z.looseObject({ version: z.string() });

/** The release of Proxmox VE of each cluster of one endpoint. */
export async function readReleases(
  ctx: BackendContext,
  remoteId: number,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const schema = bySession(Release);
  const found = await backendRequest(ctx, { path: "proxmox/version", query: scopeOf(remoteId), schema, signal });
  return new Map(found.map(({ session, value }) => [session, value.version]));
}

/** One endpoint per request: answers name their session and not their endpoint, and one dead endpoint fails all. */
export const scopeOf = (remoteId: number): { proxmox_endpoint_ids: string } => ({
  proxmox_endpoint_ids: String(remoteId),
});
