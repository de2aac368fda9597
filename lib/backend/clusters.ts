import { z } from "zod";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

const NodeStatus = z.looseObject({ name: z.string(), online: z.union([z.boolean(), z.number()]).nullish() });

export const ClusterStatus = z.looseObject({
  name: z.string(),
  mode: z.string().nullish(),
  version: z.number().nullish(),
  quorate: z
    .union([z.boolean(), z.number()])
    .nullish()
    .transform((value) => (value === null || value === undefined ? null : Boolean(value))),
  node_list: z.array(NodeStatus).default([]),
});
export type ClusterStatus = z.infer<typeof ClusterStatus>;

/** Clusters and their nodes as Proxmox tells them now, of one endpoint. */
export function readClusterStatus(
  ctx: BackendContext,
  remoteId: number,
  signal?: AbortSignal,
): Promise<ClusterStatus[]> {
  const query = { proxmox_endpoint_ids: String(remoteId) };
  return backendRequest(ctx, { path: "proxmox/cluster/status", query, schema: z.array(ClusterStatus), signal });
}
