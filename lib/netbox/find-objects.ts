import { z } from "zod";
import { isAppError } from "../errors.ts";
import { netboxRequest } from "./request.ts";
import { type NetboxTarget, netboxUrls } from "./target.ts";

/** What NetBox holds of Proxmox clusters: its ids, by our names. */
export type NetboxObjects = {
  cluster: (name: string) => number | null;
  device: (cluster: string, node: string) => number | null;
  vm: (cluster: string, guest: { vmid: number; name: string }) => number | null;
  /** The page of an object for people. */
  pageOf: (kind: "cluster" | "device" | "vm", id: number) => string | null;
};

const paths = {
  cluster: "virtualization/clusters",
  device: "dcim/devices",
  vm: "virtualization/virtual-machines",
} as const;

const PAGE = 1000;
/** More than this many rows of one kind are not read: a link is not worth more. */
const MAX_ROWS = 50_000;

const Named = z.looseObject({ id: z.number().int(), name: z.string().nullish() });
const NamedVm = Named.extend({ custom_fields: z.record(z.string(), z.unknown()).nullish() });
const reference = z.union([
  z.number(),
  z.string(),
  z.looseObject({ id: z.number().optional(), name: z.string().optional() }),
]);
const VmState = z.looseObject({
  proxmox_vm_id: z.coerce.number().nullish(),
  proxmox_cluster: reference.nullish(),
  virtual_machine: reference.nullish(),
});

/** Asks NetBox which of its objects belong to these clusters. */
export async function findNetboxObjects(
  target: NetboxTarget,
  clusterNames: readonly string[],
  signal?: AbortSignal,
): Promise<NetboxObjects> {
  const clusters = new Map<string, number>();
  const devices = new Map<string, number>();
  const vms = new Map<string, number>();
  for (const name of clusterNames) {
    const [cluster] = await all(target, { path: paths.cluster, query: { name }, schema: Named, signal });
    if (!cluster) continue;
    clusters.set(name, cluster.id);
    const query = { cluster_id: cluster.id };
    for (const row of await all(target, { path: paths.device, query, schema: Named, signal })) {
      if (row.name) devices.set(`${name}/${row.name}`, row.id);
    }
    for (const row of await all(target, { path: paths.vm, query, schema: NamedVm, signal })) {
      if (row.name) vms.set(`${name}/name:${row.name}`, row.id);
      const vmid = row.custom_fields?.proxmox_vm_id;
      if (vmid !== undefined && vmid !== null) vms.set(`${name}/${String(vmid)}`, row.id);
    }
  }
  for (const state of await vmStates(target, signal)) {
    const [cluster, vm] = [nameOf(state.proxmox_cluster), idOf(state.virtual_machine)];
    if (cluster !== null && vm !== null) vms.set(`${cluster}/${state.proxmox_vm_id}`, vm);
  }
  const [base] = netboxUrls(target);
  return {
    cluster: (name) => clusters.get(name) ?? null,
    device: (cluster, node) => devices.get(`${cluster}/${node}`) ?? null,
    vm: (cluster, { vmid, name }) => vms.get(`${cluster}/${vmid}`) ?? vms.get(`${cluster}/name:${name}`) ?? null,
    pageOf: (kind, id) => (base ? `${base}/${paths[kind]}/${id}/` : null),
  };
}

/** The plugin's own record of which VM is which guest: newer releases keep it instead of custom fields. */
async function vmStates(target: NetboxTarget, signal?: AbortSignal): Promise<z.infer<typeof VmState>[]> {
  try {
    const path = "plugins/proxbox/sync-state/virtual-machines";
    return await all(target, { path, query: {}, schema: VmState, signal });
  } catch (error) {
    if (isAppError(error) && (error.details.status === 404 || error.details.status === 403)) return [];
    throw error;
  }
}

type Reference = z.infer<typeof reference> | null | undefined;

function nameOf(value: Reference): string | null {
  if (typeof value === "string") return value;
  return typeof value === "object" ? (value?.name ?? null) : null;
}

function idOf(value: Reference): number | null {
  if (typeof value === "number") return value;
  return typeof value === "object" ? (value?.id ?? null) : null;
}

type Listing<T> = { path: string; query: Record<string, string | number>; schema: z.ZodType<T>; signal?: AbortSignal };

/** All pages; `next` is not followed, because it may name another host. */
async function all<T>(target: NetboxTarget, { path, query, schema, signal }: Listing<T>): Promise<T[]> {
  const Page = z.looseObject({ count: z.number().int(), results: z.array(schema) });
  const rows: T[] = [];
  for (;;) {
    const page = await netboxRequest(target, {
      path: `/api/${path}/`,
      query: { ...query, limit: PAGE, offset: rows.length },
      schema: Page,
      signal,
    });
    rows.push(...page.results);
    if (page.results.length === 0 || rows.length >= Math.min(page.count, MAX_ROWS)) return rows;
  }
}
