import { identityOf, type NetboxRow, readNetboxEstate } from "./read-estate.ts";
import type { NetboxTarget } from "./target.ts";

/** What NetBox holds of Proxmox clusters, by our names. */
export type NetboxObjects = {
  cluster: (name: string) => NetboxRow | null;
  device: (cluster: string, node: string) => NetboxRow | null;
  vm: (cluster: string, guest: { vmid: number; name: string }) => NetboxRow | null;
};

/** Asks NetBox which of its objects belong to these clusters: ids and pages, for links. */
export async function findNetboxObjects(
  target: NetboxTarget,
  clusterNames: readonly string[],
  signal?: AbortSignal,
): Promise<NetboxObjects> {
  const { clusters, devices, vms, identities } = await readNetboxEstate(target, clusterNames, { signal });
  const byName = <T extends NetboxRow>(rows: T[]) => new Map(rows.map((row) => [`${row.cluster}/${row.name}`, row]));
  const [deviceNames, vmNames] = [byName(devices), byName(vms)];
  const vmIds = new Map(vms.map((row) => [row.id, row]));
  return {
    cluster: (name) => clusters.find((cluster) => cluster.name === name) ?? null,
    device: (cluster, node) => deviceNames.get(`${cluster}/${node}`) ?? null,
    vm: (cluster, { vmid, name }) =>
      vmIds.get(identities.get(identityOf(cluster, vmid)) ?? 0) ?? vmNames.get(`${cluster}/${name}`) ?? null,
  };
}
