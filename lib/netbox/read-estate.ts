import { z } from "zod";
import { type Listing, listNetboxRows, listShownRows } from "./list-rows.ts";
import { type NetboxTarget, netboxUrls } from "./target.ts";

export type NetboxRow = { id: number; name: string; cluster: string; url: string | null };
export type NetboxDevice = NetboxRow & { status: string | null };
export type NetboxVm = NetboxDevice & {
  vcpus: number | null;
  memoryMb: number | null;
  diskMb: number | null;
  device: string | null;
  tags: string[];
  /** The guest that a sync wrote it for; null: nobody knows. */
  vmid: number | null;
  /** Null: they were not asked for, or not shown to this token. */
  addresses: string[] | null;
};

/** What NetBox holds of these Proxmox clusters. */
export type NetboxEstate = {
  clusters: NetboxRow[];
  devices: NetboxDevice[];
  vms: NetboxVm[];
  /** `<cluster>/<vmid>` → id of the VM, small letters: also of VMs that were moved to another cluster. */
  identities: Map<string, number>;
  /** Could the plugin's record of which VM is which guest be read? */
  hasIdentities: boolean;
};

/** Of the API, below `/api/`; the pages for people have the same without it. */
const paths = {
  cluster: "virtualization/clusters/",
  device: "dcim/devices/",
  vm: "virtualization/virtual-machines/",
  address: "ipam/ip-addresses/",
  state: "plugins/proxbox/sync-state/virtual-machines/",
} as const;

/** Leaves out what NetBox would compute for each row; releases that do not know it answer everything. */
const VM_FIELDS = "id,name,status,vcpus,memory,disk,device,tags,custom_fields";

const maybeAmount = z
  .union([z.number(), z.string().transform(Number)])
  .nullish()
  .catch(null)
  .transform((value) => (typeof value === "number" && Number.isFinite(value) ? value : null));
const Status = z
  .union([z.string(), z.looseObject({ value: z.string() })])
  .nullish()
  .transform((status) => (typeof status === "object" ? (status?.value ?? null) : (status ?? null)));
const Reference = z.union([
  z.number(),
  z.string(),
  z.looseObject({ id: z.number().optional(), name: z.string().optional(), slug: z.string().optional() }),
]);
type Reference = z.infer<typeof Reference> | null | undefined;

const Named = z.looseObject({ id: z.number().int(), name: z.string().nullish() });
const Device = Named.extend({ status: Status });
const Vm = Device.extend({
  vcpus: maybeAmount,
  memory: maybeAmount,
  disk: maybeAmount,
  device: Reference.nullish(),
  tags: z.array(Reference).nullish(),
  custom_fields: z.record(z.string(), z.unknown()).nullish(),
});
const State = z.looseObject({
  proxmox_vm_id: z.coerce.number().nullish(),
  proxmox_cluster_name: z.string().nullish(),
  proxmox_cluster: Reference.nullish(),
  virtual_machine: Reference.nullish(),
});
const Address = z.looseObject({
  address: z.string(),
  assigned_object_type: z.string().nullish(),
  assigned_object: z.looseObject({ virtual_machine: Reference.nullish() }).nullish().catch(null),
});

type Options = { withAddresses?: boolean; signal?: AbortSignal };

/** Asks NetBox which of its objects belong to these clusters, with the token of the endpoint. */
export async function readNetboxEstate(
  target: NetboxTarget,
  clusterNames: readonly string[],
  { withAddresses = false, signal }: Options = {},
): Promise<NetboxEstate> {
  const [base] = netboxUrls(target);
  const rows = <T>(listing: Listing<T>) => listNetboxRows(target, { ...listing, signal });
  const states = await listShownRows(target, { path: `/api/${paths.state}`, schema: State, signal });
  const addresses = withAddresses ? await readAddresses(target, signal) : null;
  const identities = identitiesOf(states ?? []);
  const guestOf = new Map([...identities].map(([key, id]) => [id, Number(key.split("/").at(-1))]));
  const estate: NetboxEstate = { clusters: [], devices: [], vms: [], identities, hasIdentities: states !== null };
  for (const cluster of clusterNames) {
    const [found] = await rows({ path: `/api/${paths.cluster}`, query: { name: cluster }, schema: Named });
    if (!found) continue;
    const shown = (kind: "cluster" | "device" | "vm", row: z.infer<typeof Named>): NetboxRow => ({
      ...{ id: row.id, name: row.name ?? "", cluster },
      url: base ? `${base}/${paths[kind]}${row.id}/` : null,
    });
    estate.clusters.push({ ...shown("cluster", found), name: cluster });
    const query = { cluster_id: found.id };
    for (const row of await rows({ path: `/api/${paths.device}`, query, schema: Device }))
      estate.devices.push({ ...shown("device", row), status: row.status });
    for (const row of await rows({ path: `/api/${paths.vm}`, query: { ...query, fields: VM_FIELDS }, schema: Vm })) {
      const vmid = guestOf.get(row.id) ?? numberOf(row.custom_fields?.proxmox_vm_id);
      if (vmid !== null) identities.set(identityOf(cluster, vmid), row.id);
      estate.vms.push({
        ...{ ...shown("vm", row), status: row.status, vcpus: row.vcpus, memoryMb: row.memory, diskMb: row.disk },
        ...{ device: nameOf(row.device), vmid, addresses: addresses && (addresses.get(row.id) ?? []) },
        tags: (row.tags ?? []).map((tag) => (typeof tag === "object" ? (tag.slug ?? "") : String(tag))),
      });
    }
  }
  return estate;
}

/** A guest in the record of which VM is which guest; the backend takes no account of capitals. */
export const identityOf = (cluster: string, vmid: number): string => `${cluster.toLowerCase()}/${vmid}`;

/** The plugin's own record: newer releases keep it instead of custom fields. Backends write the cluster by name. */
function identitiesOf(states: readonly z.infer<typeof State>[]): Map<string, number> {
  const known = states.flatMap((state): [string, number][] => {
    const [cluster, vm] = [state.proxmox_cluster_name || nameOf(state.proxmox_cluster), idOf(state.virtual_machine)];
    return cluster === null || vm === null || !state.proxmox_vm_id
      ? []
      : [[identityOf(cluster, state.proxmox_vm_id), vm]];
  });
  return new Map(known);
}

async function readAddresses(target: NetboxTarget, signal?: AbortSignal): Promise<Map<number, string[]> | null> {
  const query = { assigned_to_interface: "true" };
  const rows = await listShownRows(target, { path: `/api/${paths.address}`, query, schema: Address, signal });
  if (!rows) return null;
  const found = new Map<number, string[]>();
  for (const row of rows) {
    const vm = idOf(row.assigned_object?.virtual_machine);
    if (row.assigned_object_type === "virtualization.vminterface" && vm !== null)
      found.set(vm, [...(found.get(vm) ?? []), row.address]);
  }
  return found;
}

function numberOf(value: unknown): number | null {
  const number = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  return Number.isInteger(number) && number > 0 ? number : null;
}

function nameOf(value: Reference): string | null {
  if (typeof value === "string") return value;
  return typeof value === "object" ? (value?.name ?? null) : null;
}

function idOf(value: Reference): number | null {
  if (typeof value === "number") return value;
  return typeof value === "object" ? (value?.id ?? null) : null;
}
