import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { matches, present, type Row, type Tables } from "./netbox-shapes.ts";

const PLUGIN = "/api/plugins/proxbox";
export const PLUGIN_ENDPOINTS = `${PLUGIN}/endpoints/proxmox/`;
const STATUS = {
  "netbox-version": "4.6.0",
  "django-version": "5.2",
  "python-version": "3.12",
  "installed-apps": {},
  "rq-workers-running": 1,
  plugins: { netbox_proxbox: "0.0.31" },
};
const SETTINGS = { delete_orphans: false, ensure_netbox_objects: true, custom_fields_enabled: true };
/** One row of sync state per object, as the plugin's unique constraints have it. */
const SYNC_STATE_OWNERS = ["virtual_machine", "cluster", "device", "vm_interface", "interface", "virtual_disk"];

type Failure = { method: string; prefix: string; status: number };
type Answer = { status: number; body?: unknown };
export type NetboxCall = { path: string; agent: string };

/** The part of NetBox and of its plugin that proxbox-api calls, in memory, on loopback. */
export async function startNetbox() {
  const tables: Tables = new Map();
  const lastIds = new Map<string, number>();
  let failures: Failure[] = [];
  let delayMs = 0;
  const calls: NetboxCall[] = [];
  let status: Record<string, unknown> = STATUS;
  let clockShiftMs = 0;
  const table = (path: string) => {
    const found = tables.get(path) ?? new Map<number, Row>();
    tables.set(path, found);
    return found;
  };
  const insert = (path: string, values: Record<string, unknown>): Row => {
    const id = (lastIds.get(path) ?? 0) + 1;
    lastIds.set(path, id);
    const row = { ...values, id };
    table(path).set(id, row);
    return row;
  };
  const world = { tables, table, insert };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? "/", "http://netbox.test");
    calls.push({ path: url.pathname, agent: request.headers["user-agent"] ?? "" });
    if (delayMs > 0) await delay(delayMs);
    const method = request.method ?? "GET";
    const failure = failures.find((item) => item.method === method && url.pathname.startsWith(item.prefix));
    if (failure) return { status: failure.status, body: { detail: "stand-in failure" } };
    if (url.pathname === "/api/status/") return { status: 200, body: status };
    if (url.pathname === "/api/" || url.pathname === "/api/authentication-check/") return { status: 200, body: {} };
    if (url.pathname.startsWith(`${PLUGIN}/settings`)) return { status: 200, body: SETTINGS };
    // A plugin that approves nothing.
    if (url.pathname.endsWith("/connection-authority/")) return { status: 404, body: { detail: "Not found." } };
    const binding = new RegExp(`^${PLUGIN_ENDPOINTS}(\\d+)/sync-cluster/$`).exec(url.pathname);
    const body = await readJson(request);
    if (binding) return bindCluster(world, Number(binding[1]), body as Record<string, unknown>);
    return serveTable(world, { method, url, body });
  };
  const server = createServer((request, response) => {
    if (clockShiftMs !== 0) response.setHeader("date", new Date(Date.now() + clockShiftMs).toUTCString());
    answer(request).then(
      (result) => send(response, result),
      (error: unknown) => send(response, { status: 500, body: { detail: String(error) } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    list: (path: string): Row[] => [...table(path).values()],
    /** How many objects every table holds that holds any. */
    dump: (): Record<string, number> =>
      Object.fromEntries([...tables].map(([path, rows]) => [path, rows.size] as const).filter(([, size]) => size > 0)),
    insert,
    clear: (path: string) => table(path).clear(),
    /** Puts a row back under the id that it had. */
    restore: (path: string, row: Row) => table(path).set(row.id, row),
    /** Other releases in its status; without any its own again. */
    tell: (other: Record<string, unknown> = {}) => {
      status = { ...STATUS, ...other };
    },
    shiftClock: (ms: number) => {
      clockShiftMs = ms;
    },
    remove: (path: string, id: number) => table(path).delete(id),
    fail: (next: Failure[]) => {
      failures = next;
    },
    slowDown: (ms: number) => {
      delayMs = ms;
    },
    /** How often it was asked so far, or how often in this way. */
    calls: (isMeant: (call: NetboxCall) => boolean = () => true) => calls.filter(isMeant).length,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

type World = {
  tables: Tables;
  table: (path: string) => Map<number, Row>;
  insert: (path: string, values: Record<string, unknown>) => Row;
};

function serveTable(world: World, call: { method: string; url: URL; body: unknown }): Answer {
  const single = /^(\/api\/.*\/)(\d+)\/$/.exec(call.url.pathname);
  const path = single?.[1] ?? call.url.pathname;
  if (single) return serveRow(world, path, Number(single[2]), call);
  const rows = world.table(path);
  if (call.method === "GET") return listRows(world, path, call.url);
  const items = (Array.isArray(call.body) ? call.body : [call.body]) as Record<string, unknown>[]; // safe: NetBox bodies are objects
  const shape = (shown: Record<string, unknown>[]) => (Array.isArray(call.body) ? shown : shown[0]);
  if (call.method === "POST") {
    const taken = path.includes("sync-state") ? items.find((item) => ownerTaken(rows, item)) : undefined;
    if (taken) return { status: 400, body: { non_field_errors: ["This object already has a sync state."] } };
    return { status: 201, body: shape(items.map((item) => present(world.tables, path, world.insert(path, item)))) };
  }
  if (call.method === "DELETE") {
    for (const item of items) rows.delete(Number(item?.id));
    return { status: 204 };
  }
  const changed = items.map((item) => Object.assign(rows.get(Number(item.id)) ?? { id: 0 }, item) as Row);
  return { status: 200, body: shape(changed.map((row) => present(world.tables, path, row))) };
}

function ownerTaken(rows: Map<number, Row>, item: Record<string, unknown>): boolean {
  return SYNC_STATE_OWNERS.some((name) => name in item && [...rows.values()].some((row) => row[name] === item[name]));
}

function serveRow(world: World, path: string, id: number, call: { method: string; body: unknown }): Answer {
  const row = world.table(path).get(id);
  if (!row) return { status: 404, body: { detail: "Not found." } };
  if (call.method === "DELETE") {
    world.table(path).delete(id);
    return { status: 204 };
  }
  if (call.method === "PATCH" || call.method === "PUT") Object.assign(row, call.body);
  return { status: 200, body: present(world.tables, path, row) };
}

function listRows(world: World, path: string, url: URL): Answer {
  const found = [...world.table(path).values()].filter((row) => matches(row, url.searchParams));
  const limit = Math.min(Number(url.searchParams.get("limit") ?? 50) || 1000, 1000);
  const offset = Number(url.searchParams.get("offset") ?? 0);
  const following = new URL(url);
  following.searchParams.set("offset", String(offset + limit));
  const next = offset + limit < found.length ? `${following.pathname}${following.search}` : null;
  const results = found.slice(offset, offset + limit).map((row) => present(world.tables, path, row));
  return { status: 200, body: { count: found.length, next, previous: null, results } };
}

/** The plugin's action that binds one cluster of NetBox to one of its Proxmox endpoints. */
function bindCluster(world: World, endpointId: number, body: Record<string, unknown>): Answer {
  if (!world.table(PLUGIN_ENDPOINTS).has(endpointId)) return { status: 404, body: { detail: "Not found." } };
  const clusters = "/api/virtualization/clusters/";
  const tracking = `${PLUGIN}/proxmox-clusters/`;
  const known = [...world.table(clusters).values()].find((row) => row.name === body.name);
  const values = {
    name: body.name,
    type: body.cluster_type,
    status: "active",
    site: body.site,
    tenant: body.tenant,
    tags: [],
  };
  const cluster = known ?? world.insert(clusters, values);
  const bound = [...world.table(tracking).values()].find(
    (row) => row.endpoint === endpointId && row.name === body.name,
  );
  const link =
    bound ??
    world.insert(tracking, { endpoint: endpointId, name: body.name, mode: body.mode, netbox_cluster: cluster.id });
  const answer = {
    cluster: present(world.tables, clusters, cluster),
    proxmox_cluster: link.id,
    created: !known,
    changed: false,
  };
  return { status: known ? 200 : 201, body: answer };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
