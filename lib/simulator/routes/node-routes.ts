import { vmConfig } from "../guest-config.ts";
import type { Cluster, Guest, PveNode } from "../model.ts";
import { guestResource } from "../resources.ts";
import { type Call, detail, ok, problem, type Reply, type Route } from "../router.ts";
import { openSessions } from "../sessions.ts";
import type { Sim } from "../sim.ts";
import type { Session } from "../stages/run.ts";
import { withSessions } from "./inventory-routes.ts";

/** Live reads of one node, one guest or one kind of job. */
export const nodeRoutes: readonly Route<Sim>[] = [
  withSessions("/proxmox/nodes/{node}/network", (sessions, call) => {
    const node = findNode(sessions, call);
    return node ? ok(network(node)) : detail(404, "Node not found");
  }),
  withSessions("/proxmox/nodes/{node}/config", (sessions, call) => {
    const cluster = sessions.find((one) => one.cluster.nodes.some(({ name }) => name === call.params.node))?.cluster;
    if (!cluster) return detail(404, "Node not found");
    const unset = { wakeonlan: null, startall_onboot_delay: null, location: null };
    const fields = { cluster_name: cluster.name, node: call.params.node, description: "", ...unset };
    return ok({ ...fields, status: "ok", error: null });
  }),
  withSessions("/proxmox/nodes/{node}/qemu", (sessions, { params, query }, sim) => {
    const rows = (cluster: Cluster) =>
      cluster.guests
        .filter((guest) => guest.type === "qemu" && guest.node === params.node)
        .map((guest) => guestResource(cluster, guest, sim.nowMs()));
    const wanted = query.get("cluster_name");
    const chosen = sessions.filter(({ cluster }) => !wanted || cluster.name === wanted);
    return ok(chosen.map(({ cluster }) => ({ [cluster.name]: rows(cluster) })));
  }),
  withSessions("/proxmox/nodes/{node}/storage/{storage}/content", storageContent),
  { method: "GET", path: "/proxmox/{node}/{type}/{vmid}/config", answer: config },
  withSessions("/proxmox/replication", (sessions) => ok(sessions.flatMap(({ cluster }) => replications(cluster)))),
  withSessions("/proxmox/cluster/backup", (sessions) => ok(sessions.flatMap(({ cluster }) => backupJobs(cluster)))),
  withSessions("/proxmox/cluster/ha/status", (sessions) => ok(sessions.flatMap(({ cluster }) => haStatus(cluster)))),
  withSessions("/proxmox/cluster/ha/resources", (sessions) =>
    ok(sessions.flatMap(({ cluster }) => haResources(cluster))),
  ),
  withSessions("/proxmox/cluster/ha/resources/by-vm/{vmid}", (sessions, { params }) => {
    const rows = sessions.flatMap(({ cluster }) => haResources(cluster));
    return ok(rows.find(({ sid }) => sid.endsWith(`:${params.vmid}`)) ?? null);
  }),
  withSessions("/proxmox/cluster/ha/groups", () => ok([])),
  withSessions("/proxmox/cluster/ha/rules", () => ok([])),
  withSessions("/proxmox/cluster/ha/summary", (sessions) => {
    const clusters = sessions.map(({ cluster }) => cluster);
    return ok({ status: clusters.flatMap(haStatus), groups: [], resources: clusters.flatMap(haResources), rules: [] });
  }),
  withSessions("/proxmox/storage/zfs/pools", () => {
    const attempted_sources = [{ tier: "proxmox_api", status: "success", reason: null }];
    return ok({ source: "proxmox_api", attempted_sources, pools: [] });
  }),
  { method: "GET", path: "/virtualization/virtual-machines/", answer: (_call, sim) => ok(netboxVms(sim)) },
  {
    method: "GET",
    path: "/virtualization/virtual-machines/{id}",
    answer: ({ params }, sim) => {
      const found = netboxVms(sim).find(({ id }) => id === Number(params.id));
      return found ? ok(found) : detail(404, "Virtual machine not found");
    },
  },
];

function findNode(sessions: Session[], { params, query }: Call): PveNode | undefined {
  const wanted = query.get("cluster_name");
  return sessions
    .filter(({ cluster }) => !wanted || cluster.name === wanted)
    .flatMap(({ cluster }) => cluster.nodes)
    .find(({ name }) => name === params.node);
}

function network(node: PveNode) {
  return node.nics.map(({ iface, type, cidr, ports }) => ({
    active: true,
    ...(cidr ? { address: cidr.split("/")[0], autostart: true, cidr } : {}),
    ...(ports ? { bridge_ports: ports } : {}),
    exists: true,
    iface,
    method: cidr ? "static" : "manual",
    type,
  }));
}

function storageContent(sessions: Session[], { params, query }: Call): Reply {
  const cluster = sessions.find((one) => one.cluster.nodes.some(({ name }) => name === params.node))?.cluster;
  if (!cluster?.storages.some(({ name }) => name === params.storage)) return detail(404, "Node or Storage not found");
  const vmid = query.get("vmid");
  const guests = cluster.guests.filter((guest) => !vmid || guest.vmid === Number(vmid));
  return ok(
    guests.flatMap((guest) =>
      guest.backups
        .filter(({ storage }) => storage === params.storage)
        .map((backup) => ({
          subtype: guest.type,
          format: backup.storage === "pbs-main" ? "pbs-vm" : "vma.zst",
          size: backup.sizeBytes,
          ctime: backup.takenAt,
          notes: backup.notes,
          content: "backup",
          volid: backup.volid,
          vmid: guest.vmid,
          used: null,
          encrypted: null,
          verification: backup.storage === "pbs-main" ? { upid: "UPID:pbs:verify", state: "ok" } : null,
        })),
    ),
  );
}

function config(call: Call, sim: Sim): Reply {
  const sessions = openSessions(sim, call.query);
  if (!Array.isArray(sessions)) return sessions;
  const { node, type, vmid } = call.params;
  const fits = (guest: Guest) => guest.node === node && guest.type === type && guest.vmid === Number(vmid);
  const guest = sessions.flatMap(({ cluster }) => cluster.guests).find(fits);
  if (guest) return ok(vmConfig(guest));
  const errors = sessions.map(({ cluster }) => `${cluster.name}: Error fetching Proxmox VM config`).join("; ");
  const why = `VM Config not found. Check if the 'node', 'type', and 'vmid' are correct. Session errors: ${errors}`;
  return problem(400, "VM Config not found.", why);
}

function replications({ name, replications: jobs }: Cluster) {
  const unset = { error: null, comment: null, disable: null, rate: null, remove_job: null };
  return jobs.map((job, at) => ({ cluster_name: name, status: "ok", ...unset, jobnum: at, type: "local", ...job }));
}

function backupJobs({ name, backupJobs: jobs }: Cluster) {
  return jobs.map(({ id, schedule, storage, vmids, enabled, comment }) => ({
    id,
    type: "vzdump",
    enabled: enabled ? 1 : 0,
    schedule,
    storage,
    mode: "snapshot",
    ...(vmids.length > 0 ? { vmid: vmids.join(",") } : { all: 1 }),
    comment,
    "prune-backups": { "keep-last": "3" },
    cluster_name: name,
  }));
}

function haStatus(cluster: Cluster) {
  if (cluster.haGuests.length === 0) return [];
  const node = cluster.nodes[0]?.name ?? null;
  const head = {
    cluster_name: cluster.name,
    id: "quorum",
    type: "quorum",
    sid: null,
    node,
    state: null,
    status: "OK",
    quorate: 1,
  };
  return [
    head,
    ...haResources(cluster).map((row) => ({ ...row, id: `service:${row.sid}`, type: "service", quorate: null })),
  ];
}

function haResources(cluster: Cluster) {
  return cluster.haGuests.flatMap((vmid) => {
    const guest = cluster.guests.find((one) => one.vmid === vmid);
    if (!guest) return [];
    const limits = { group: null, max_relocate: 1, max_restart: 1, failback: true, comment: null, digest: "d" };
    const state = { state: "started", crm_state: "started", request_state: "started", status: "started" };
    const sid = `${guest.type === "lxc" ? "ct" : "vm"}:${vmid}`;
    return [{ cluster_name: cluster.name, sid, type: sid.split(":")[0], ...limits, node: guest.node, ...state }];
  });
}

/** NetBox's VMs as the SDK serialises them: references are ids. */
function netboxVms(sim: Sim) {
  const table = "virtualization/virtual-machines";
  return sim.netbox.list(table).map((row) => {
    const entries = Object.entries(sim.netbox.show(table, row)).map(([key, value]) => [key, flat(key, value)]);
    return Object.fromEntries(entries) as { id: number };
  });
}

function flat(key: string, value: unknown): unknown {
  if (key === "tags" && Array.isArray(value)) return value.map((tag: { id: number }) => tag.id);
  return value !== null && typeof value === "object" && "id" in value ? value.id : value;
}
