import { readClusterResources, readClusterStatus } from "../backend/clusters.ts";
import type { BackendContext } from "../backend/context.ts";
import { type GuestConfig, readGuestConfig } from "../backend/guests.ts";
import { AppError } from "../errors.ts";
import { toReadings } from "../inventory/readings.ts";
import { forEachAtOnce } from "../parallel.ts";
import type { ProxmoxEstate, ProxmoxGuest } from "./compare.ts";

/** More guests than this are not asked one by one: each answer costs the backend a login, half a second. */
export const MAX_CONFIGURED = 100;
const CONCURRENCY = 4;

export type ProxmoxReading = { estate: ProxmoxEstate; configured: number | null; offlineNodes: string[] };

/** What one endpoint holds, by GET alone: one call for all, and one for each guest where they are few. */
export async function readProxmoxEstate(
  backend: BackendContext,
  remoteId: number,
  signal: AbortSignal,
): Promise<ProxmoxReading> {
  const status = await readClusterStatus(backend, remoteId, signal);
  const resources = await readClusterResources(backend, remoteId, signal);
  const readings = toReadings({ status, resources, definitions: [], releases: new Map(), netbox: null });
  if (readings.clusters.length === 0)
    throw new AppError("backend_failed", "The backend has no Proxmox session of this endpoint.");
  const templates = new Map(
    status.map((cluster) => [
      cluster.name,
      { name: cluster.node_device_name_template, endpoint: cluster.endpoint_name },
    ]),
  );
  const device = (node: string, cluster: string) => {
    const { name, endpoint } = templates.get(cluster) ?? { name: null, endpoint: null };
    const values: Record<string, string> = { node, cluster, endpoint: endpoint ?? "" };
    return (name || "{node}").replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  };
  const guests = readings.vms.map((vm): ProxmoxGuest => ({ ...vm, diskMb: null, addresses: null }));
  const estate: ProxmoxEstate = {
    clusters: readings.clusters,
    nodes: readings.nodes.map((node) => ({ ...node, device: device(node.name, node.cluster) })),
    guests,
  };
  const offlineNodes = readings.nodes.filter((node) => node.status !== "online").map((node) => node.name);
  if (guests.length > MAX_CONFIGURED) return { estate, configured: null, offlineNodes };
  const configured = await readConfigs(guests, (guest) => readGuestConfig(backend, remoteId, guest, signal), signal);
  return { estate, configured, offlineNodes };
}

/** Adds what the configuration of each guest tells; one that cannot be read is left as it is. Returns how many were. */
async function readConfigs(
  guests: ProxmoxGuest[],
  read: (guest: ProxmoxGuest) => Promise<GuestConfig>,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  await forEachAtOnce(guests, CONCURRENCY, async (guest) => {
    try {
      Object.assign(guest, factsOf(await read(guest), guest.type));
      count += 1;
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error;
    }
  });
  return count;
}

const ADDRESS = /^[0-9a-f.:]+\/\d{1,3}$/i;

/** The sum of a VM's disks, as the backend computes it, and the fixed addresses; a container's disks it counts otherwise. */
export function factsOf(config: GuestConfig, type: "qemu" | "lxc"): Pick<ProxmoxGuest, "diskMb" | "addresses"> {
  const sizes = config.disks.map((disk) => disk.sizeMb);
  const isKnown = type === "qemu" && sizes.length > 0 && sizes.every((size) => size !== null);
  const cloudInit = Object.entries(config.values).flatMap(([name, value]) =>
    /^ipconfig\d+$/.test(name) ? String(value).split(",") : [],
  );
  const texts = [
    ...config.networks.flatMap(({ values }) => [values.ip, values.ip6]),
    ...cloudInit.map((part) => /^ip6?=(.+)$/.exec(part)?.[1]),
  ];
  const addresses = texts.filter((text) => text !== undefined).filter((text) => ADDRESS.test(text));
  return {
    diskMb: isKnown ? sizes.reduce((sum: number, size) => sum + (size ?? 0), 0) : null,
    addresses: addresses.length > 0 ? addresses : null,
  };
}
