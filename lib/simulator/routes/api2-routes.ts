import { rawConfig } from "../guest-config.ts";
import type { Cluster, Guest, PveNode, Task } from "../model.ts";
import { guestResource, load, nodeResource, storageUsed } from "../resources.ts";
import { type Call, ok, problem, type Reply, type Route } from "../router.ts";
import type { Sim } from "../sim.ts";
import { selectTarget, versionOf } from "./inventory-routes.ts";

const READ_ONLY = "Generated Proxmox proxy routes are read-only.";
const USE_RPC = "Use a typed, audited RPC procedure for mutation operations.";
const GIB = 1_073_741_824;

/** The generated proxy: Proxmox's own reads below `/proxmox/api2`, and no writes. */
export const api2Routes: readonly Route<Sim>[] = [
  { method: "GET", path: "/proxmox/api2/{rest...}", answer: read },
  ...["POST", "PUT", "DELETE"].map(
    (method): Route<Sim> => ({
      method,
      path: "/proxmox/api2/{rest...}",
      answer: () => problem(403, READ_ONLY, USE_RPC),
    }),
  ),
];

function read(call: Call, sim: Sim): Reply {
  const cluster = selectTarget(sim, call.query);
  if (!("guests" in cluster)) return cluster;
  const path = (call.params.rest ?? "").replace(/^(latest|8\.1|8\.2|8\.3|9\.1)\//, "");
  const answer = answerPath({
    cluster,
    parts: path.split("/").map(decodeURIComponent),
    query: call.query,
    nowMs: sim.nowMs(),
  });
  if (answer !== undefined) return ok(answer);
  const template = path.replace(/^nodes\/[^/]+/, "nodes/{node}").replace(/(qemu|lxc)\/\d+/, "$1/{vmid}");
  return problem(
    400,
    `Generated Proxmox proxy request failed for GET /${template}.`,
    `Operation ID: get_${template.replaceAll(/\W+/g, "_")}`,
  );
}

type Question = { cluster: Cluster; parts: string[]; query: URLSearchParams; nowMs: number };

function answerPath({ cluster, parts, query, nowMs }: Question): unknown {
  const [root, name, kind, id] = parts;
  const path = parts.join("/");
  if (path === "version") return { console: null, ...versionOf(cluster) };
  if (path === "nodes")
    return cluster.nodes.map((node) => ({
      ...nodeResource(cluster, node, nowMs),
      level: "",
      ssl_fingerprint: `AA:0${node.nodeid}`,
    }));
  if (path === "cluster/tasks") return cluster.guests.flatMap((guest) => guest.tasks.map(task)).toSorted(newest);
  if (path === "cluster/log") return [];
  const node = root === "nodes" ? cluster.nodes.find((one) => one.name === name) : undefined;
  if (!node) return undefined;
  if (kind === "status" && !id) return nodeStatus(cluster, node, nowMs);
  if (kind === "storage" && !id) return nodeStorages(cluster, node);
  if (kind === "tasks") return id ? taskDetail(cluster, id, parts[4]) : tasks(cluster, node, query);
  if (kind !== "qemu" && kind !== "lxc") return undefined;
  if (!id)
    return cluster.guests
      .filter((guest) => guest.node === name && guest.type === kind)
      .map((guest) => guestResource(cluster, guest, nowMs));
  const guest = cluster.guests.find((one) => one.vmid === Number(id) && one.type === kind && one.node === name);
  return guest && answerGuest({ cluster, guest, path: parts.slice(4).join("/"), nowMs });
}

function answerGuest({
  cluster,
  guest,
  path,
  nowMs,
}: {
  cluster: Cluster;
  guest: Guest;
  path: string;
  nowMs: number;
}): unknown {
  if (path === "config") return rawConfig(guest);
  if (path === "snapshot") return snapshots(guest);
  if (path !== "status/current") return undefined;
  const { maxcpu, ...row } = guestResource(cluster, guest, nowMs);
  return {
    ...row,
    cpus: maxcpu,
    maxcpu,
    ha: { managed: cluster.haGuests.includes(guest.vmid) ? 1 : 0 },
    lock: null,
    pid: null,
  };
}

function snapshots(guest: Guest) {
  const rows = guest.snapshots.map(({ name, description, takenAt, parent }) => ({
    description,
    name,
    parent,
    snaptime: takenAt,
    vmstate: false,
  }));
  const parent = guest.snapshots.at(-1)?.name ?? null;
  const running = guest.status === "running" ? 1 : 0;
  return [
    ...rows,
    { description: "You are here!", name: "current", parent, snaptime: null, vmstate: null, running, digest: "d" },
  ];
}

function task({ upid, node, type, user, startedAt, endedAt, status }: Task) {
  const id = upid.split(":")[6] ?? "";
  return { endtime: endedAt, id, node, pid: 1, pstart: 2, starttime: startedAt, status, type, upid, user };
}

const newest = (one: { starttime: number }, other: { starttime: number }) => other.starttime - one.starttime;

function tasks(cluster: Cluster, node: PveNode, query: URLSearchParams) {
  const vmid = query.get("vmid");
  return cluster.guests
    .filter((guest) => !vmid || guest.vmid === Number(vmid))
    .flatMap((guest) => guest.tasks)
    .filter((one) => one.node === node.name)
    .map(task)
    .toSorted(newest)
    .slice(0, Number(query.get("limit") ?? 50));
}

function taskDetail(cluster: Cluster, upid: string, what: string | undefined): unknown {
  const found = cluster.guests.flatMap((guest) => guest.tasks).find((one) => one.upid === upid);
  if (!found) return undefined;
  const lines = [
    `INFO: starting task ${found.type}`,
    `INFO: finished in ${found.endedAt - found.startedAt} s`,
    `TASK ${found.status}`,
  ];
  if (what === "log") return lines.map((t, at) => ({ n: at + 1, t }));
  return what === "status" ? { ...task(found), status: "stopped", exitstatus: found.status } : undefined;
}

function nodeStatus(cluster: Cluster, node: PveNode, nowMs: number) {
  const { cpu, mem } = nodeResource(cluster, node, nowMs);
  const used = Number(mem ?? 0);
  const busy = (load(node.name, nowMs) * node.cores).toFixed(2);
  return {
    "boot-info": { mode: "efi" },
    cpu,
    cpuinfo: { cpus: node.cores, cores: node.cores / 2, sockets: 1, model: "AMD EPYC 7313P 16-Core Processor" },
    "current-kernel": { machine: "x86_64", release: "6.8.12-4-pve", sysname: "Linux", version: "#1 SMP" },
    loadavg: [busy, busy, busy],
    memory: { total: node.memBytes, used, free: node.memBytes - used },
    pveversion: `pve-manager/${cluster.release}.0`,
    rootfs: { total: 94 * GIB, used: 21 * GIB, free: 73 * GIB, avail: 73 * GIB },
    uptime: node.uptimeS,
    kversion: "Linux 6.8.12-4-pve",
  };
}

function nodeStorages(cluster: Cluster, node: PveNode) {
  return cluster.storages.map((storage) => {
    const used = storageUsed(node, storage);
    const { name, plugin, content, shared, sizeBytes: total } = storage;
    return {
      active: true,
      avail: total - used,
      content,
      enabled: true,
      shared,
      storage: name,
      total,
      type: plugin,
      used,
    };
  });
}
