import { listClusters } from "#lib/clusters/list";
import { ClusterListParams } from "#lib/clusters/schema";
import type { Ctx } from "#lib/ctx";
import { endpointChoices } from "../endpoints/_forms/choices.ts";
import type { Choice } from "./list-filters.tsx";

export async function clusterChoice(ctx: Ctx): Promise<Choice> {
  const { results } = await listClusters(ctx, ClusterListParams.parse({ limit: 200 }));
  const options = results.map((cluster): [string, string] => [String(cluster.id), cluster.name]);
  return { name: "cluster_id", label: "Cluster", options };
}

export async function endpointChoice(ctx: Ctx): Promise<Choice> {
  return { name: "proxmox_endpoint_id", label: "Endpoint", options: await endpointChoices(ctx, "proxmox") };
}
