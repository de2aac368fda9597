import type { Cluster } from "../model.ts";
import { clusterResources, nodeResource } from "../resources.ts";
import { type Call, detail, internalError, ok, problem, type Reply, type Route } from "../router.ts";
import { clusterOf, openSessions } from "../sessions.ts";
import type { Sim } from "../sim.ts";
import type { Session } from "../stages/run.ts";
import { validationError } from "./validation.ts";

const TYPES = ["vm", "storage", "node", "sdn"];
const PLACEMENT = "site_id site_slug site_name tenant_id tenant_slug tenant_name".split(" ");
const NO_CONNECTION = "No Proxmox active connections found, not able to retrieve version information";

type Answer = (sessions: Session[], call: Call, sim: Sim) => Reply;

/** A route that opens the selected sessions first. */
export function withSessions(path: string, answer: Answer): Route<Sim> {
  const open = (call: Call, sim: Sim) => {
    const sessions = openSessions(sim, call.query);
    return Array.isArray(sessions) ? answer(sessions, call, sim) : sessions;
  };
  return { method: "GET", path, answer: open };
}

/** Live reads over whole clusters. */
export const inventoryRoutes: readonly Route<Sim>[] = [
  withSessions("/proxmox/cluster/status", (sessions, _call, sim) => ok(sessions.map((one) => clusterStatus(sim, one)))),
  withSessions("/proxmox/cluster/resources", resources),
  withSessions("/proxmox/nodes/", (sessions, _call, sim) =>
    ok(sessions.map((one) => firstNode(one.cluster, sim.nowMs()))),
  ),
  { method: "GET", path: "/proxmox/nodes", answer: internalError },
  { method: "GET", path: "/proxmox/access", answer: internalError },
  { method: "GET", path: "/proxmox/cluster", answer: internalError },
  withSessions("/proxmox/storage", (sessions) =>
    ok(sessions.map(({ cluster }) => ({ [cluster.name]: storages(cluster) }))),
  ),
  withSessions("/proxmox/sessions", (sessions, _call, sim) => ok(sessions.map((one) => shownSession(sim, one)))),
  withSessions("/proxmox/version", (sessions) =>
    sessions.length === 0
      ? detail(404, NO_CONNECTION)
      : ok(sessions.map(({ cluster }) => ({ [cluster.name]: versionOf(cluster) }))),
  ),
  withSessions("/proxmox/datacenter/options", (sessions) =>
    ok(
      sessions.map(({ cluster }) => ({
        cluster_name: cluster.name,
        keyboard: null,
        language: null,
        status: "ok",
        error: null,
      })),
    ),
  ),
];

export const versionOf = ({ release }: Cluster) => ({ version: `${release}.0`, release, repoid: "abcd1234" });

function clusterStatus(sim: Sim, session: Session) {
  const { cluster } = session;
  const row = endpointRow(sim, session);
  const identity = {
    endpoint_name: session.endpointName,
    node_device_name_template: row.node_device_name_template || "{node}",
    db_endpoint_id: session.endpointId,
    endpoint_source: "database",
    domain: row.domain,
    ip_address: row.ip_address,
    http_port: row.port,
  };
  const isCluster = cluster.mode === "cluster";
  return {
    id: isCluster ? "cluster" : `cluster/${cluster.name}`,
    name: cluster.name,
    type: "cluster",
    nodes: cluster.nodes.length,
    quorate: cluster.quorate,
    version: isCluster ? 3 : 0,
    mode: cluster.mode,
    ...(sim.settings.version === "0.0.30.post2" ? identity : {}),
    ...Object.fromEntries(PLACEMENT.map((field) => [field, row[field] ?? null])),
    node_list: cluster.nodes.map((node, at) => ({
      id: `node/${node.name}`,
      name: node.name,
      type: "node",
      ip: node.ip,
      level: "",
      local: at === 0,
      nodeid: node.nodeid,
      online: node.online,
    })),
  };
}

function endpointRow(sim: Sim, session: Session): Record<string, unknown> {
  return sim.state.proxmox.find((row) => row.id === session.endpointId) ?? {};
}

function resources(sessions: Session[], { query }: Call, sim: Sim): Reply {
  const type = query.get("type");
  if (type !== null && !TYPES.includes(type)) return validationError(sim, ["query", "type"], "Input is not valid");
  const wanted = type === "vm" ? ["qemu", "lxc"] : type === null ? null : [type];
  const merged = new Map<string, Record<string, unknown>[]>();
  for (const { cluster } of sessions) merged.set(cluster.name, clusterResources(cluster, sim.nowMs()));
  return ok(
    [...merged].map(([name, rows]) => ({ [name]: rows.filter((row) => !wanted || wanted.includes(String(row.type))) })),
  );
}

function firstNode(cluster: Cluster, nowMs: number) {
  const node = cluster.nodes[0];
  if (!node) return {};
  const { cpu, maxcpu, maxmem, mem, status } = nodeResource(cluster, node, nowMs);
  return { [cluster.name]: { node: node.name, status, cpu, level: "", maxcpu, maxmem, mem, ssl_fingerprint: "AA:00" } };
}

const UNSET = {
  nodes: null,
  "prune-backups": null,
  export: null,
  server: null,
  disable: null,
  pool: null,
  sparse: null,
  username: null,
  datastore: null,
  fingerprint: null,
  mountpoint: null,
};

function storages(cluster: Cluster) {
  return cluster.storages.map(({ name, plugin, content, shared }) => ({
    type: plugin,
    storage: name,
    path: plugin === "dir" ? "/var/lib/vz" : null,
    content,
    digest: `digest-${name}`,
    shared,
    ...UNSET,
  }));
}

function shownSession(sim: Sim, session: Session) {
  const { cluster } = session;
  const row = endpointRow(sim, session);
  return {
    ip_address: row.ip_address,
    domain: row.domain,
    http_port: row.port,
    user: row.username,
    name: cluster.name,
    mode: cluster.mode,
    proxmox_version: versionOf(cluster),
    schema_release: cluster.release,
    schema_status: { status: "available", version_tag: cluster.release },
  };
}

/** Selects one endpoint as the generated proxy does; it knows no ids. */
export function selectTarget(sim: Sim, query: URLSearchParams): Cluster | Reply {
  const rows = sim.state.proxmox.filter((row) => row.enabled === true);
  const by = { target_name: "name", target_domain: "domain", target_ip_address: "ip_address" } as const;
  const given = Object.entries(by).filter(([key]) => query.get(key));
  const fitting = rows.filter((row) => given.every(([key, field]) => row[field] === query.get(key)));
  if (fitting.length === 0) return problem(400, "No Proxmox endpoints found for generated proxy route.");
  if (given.length === 0 && fitting.length > 1)
    return problem(400, "Multiple Proxmox endpoints configured; provide name, domain, or ip_address.");
  const found = fitting[0] && clusterOf(sim, fitting[0]);
  return found?.cluster ?? problem(502, "Could not return Proxmox Sessions");
}
