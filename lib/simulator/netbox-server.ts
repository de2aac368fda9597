import type { NetboxTables, Row, Values } from "./netbox-tables.ts";
import { type Call, detail, json, ok, type Reply } from "./router.ts";
import type { Sim } from "./sim.ts";

const PAGE = 50;
const MAX_PAGE = 1_000;
const DENIED = "You do not have permission to perform this action.";
const MISSING = "Not found.";
const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const SETTINGS = { ensure_netbox_objects: true, branching_enabled: false };
const ENDPOINTS = "plugins/proxbox/endpoints/proxmox";

const notFoundPage: Reply = { status: 404, text: "<h1>Page Not Found</h1>", contentType: "text/html" };

/** Answers one call of the simulated NetBox REST API. */
export function answerNetbox(call: Call, sim: Sim): Reply {
  if (!call.path.startsWith("/api/")) return notFoundPage;
  if (!hasToken(call, sim))
    return detail(403, call.headers.authorization ? "Invalid token" : "Authentication credentials were not provided.");
  const path = call.path.slice("/api/".length).replace(/\/$/, "");
  const special = specialRoute(path, call, sim);
  if (special) return special;
  if (UNSAFE.has(call.method) && !sim.netboxAccess.canWrite) return detail(403, DENIED);
  const action = /^(plugins\/proxbox\/endpoints\/proxmox)\/(\d+)\/sync-cluster$/.exec(path);
  if (action) return syncCluster(call, sim, Number(action[2]));
  const approval = /^plugins\/proxbox\/endpoints\/proxmox\/(\d+)\/connection-authority$/.exec(path);
  if (approval) return approvalOf(sim, Number(approval[1]));
  if (path.startsWith("plugins/proxbox") && !sim.settings.pluginVersion) return notFoundPage;
  const one = /^(.+)\/(\d+)$/.exec(path);
  const table = one?.[1] ?? path;
  const failure = sim.netbox.failureOf(table);
  if (failure) return detail(failure.status, failure.detail);
  if (call.method === "OPTIONS") return metadataOf(sim);
  return one ? answerRow(call, sim, table, Number(one[2])) : answerTable(call, sim, table);
}

function hasToken(call: Call, { netboxAccess }: Sim): boolean {
  const [scheme, token] = (call.headers.authorization ?? "").split(" ");
  return (scheme === "Token" || scheme === "Bearer") && token === netboxAccess.token;
}

function specialRoute(path: string, call: Call, sim: Sim): Reply | null {
  const { isSuperuser } = sim.netboxAccess;
  const user = { id: 1, username: "proxbox" };
  switch (path) {
    case "":
      return ok({});
    case "status":
      return ok({
        "netbox-version": sim.settings.netboxVersion,
        "django-version": "5.2",
        "installed-apps": {},
        plugins: sim.settings.pluginVersion ? { netbox_proxbox: sim.settings.pluginVersion } : {},
        "python-version": "3.12",
        "rq-workers-running": 1,
      });
    case "authentication-check":
      return ok({ ...user, display: user.username });
    case "users/users": {
      // The flag is filtered by and never shown.
      const wanted = call.query.get("is_superuser");
      const results = wanted === null || wanted === String(isSuperuser) ? [user] : [];
      return ok({ count: results.length, next: null, previous: null, results });
    }
    case "plugins/proxbox/settings":
    case "plugins/proxbox/settings/runtime":
      return sim.settings.pluginVersion ? ok(settingsOf(sim)) : notFoundPage;
    default:
      return null;
  }
}

/** Only the older plugin has the switch for custom fields. */
const settingsOf = ({ settings }: Sim) => ({
  ...SETTINGS,
  delete_orphans: settings.deletesOrphans,
  ...(settings.version === "0.0.19.post5" ? { custom_fields_enabled: settings.customFields } : {}),
});

/** The plugin's own approval of a target; a row that says nothing about it is approved. */
function approvalOf({ netbox }: Sim, id: number): Reply {
  const row = netbox.get(ENDPOINTS, id);
  if (!row) return detail(404, MISSING);
  return ok({ target: {}, target_fingerprint: "f".repeat(64), approved: row.approved !== false });
}

/** What NetBox tells of a list; `actions` is left out where the token may write nothing. */
const metadataOf = ({ netboxAccess: { canWrite } }: Sim): Reply =>
  ok({ renders: ["application/json"], parses: ["application/json"], ...(canWrite && { actions: { POST: {} } }) });

function answerTable(call: Call, { netbox }: Sim, table: string): Reply {
  if (call.method === "POST") {
    const bodies = Array.isArray(call.json) ? call.json : [call.json];
    const rows = bodies.map((body) => netbox.show(table, netbox.insert(table, resolved(netbox, body as Values))));
    return json(201, Array.isArray(call.json) ? rows : rows[0]);
  }
  if (call.method !== "GET") return detail(405, `Method "${call.method}" not allowed.`);
  const rows = netbox.list(table).filter((row) => fits(row, call.query));
  const limit = Math.min(Number(call.query.get("limit") || PAGE) || PAGE, MAX_PAGE);
  const offset = Number(call.query.get("offset") ?? 0);
  const page = (at: number) => {
    const query = new URLSearchParams(call.query);
    query.set("limit", String(limit));
    query.set("offset", String(at));
    return `http://${call.host}${call.path}?${query}`;
  };
  return ok({
    count: rows.length,
    next: offset + limit < rows.length ? page(offset + limit) : null,
    previous: offset > 0 ? page(Math.max(0, offset - limit)) : null,
    results: rows.slice(offset, offset + limit).map((row) => netbox.show(table, row)),
  });
}

function answerRow(call: Call, { netbox }: Sim, table: string, id: number): Reply {
  const row = netbox.get(table, id);
  if (!row) return detail(404, MISSING);
  if (call.method === "GET") return ok(netbox.show(table, row));
  if (call.method === "DELETE") {
    netbox.remove(table, id);
    return { status: 204, text: "" };
  }
  if (call.method !== "PATCH" && call.method !== "PUT") return detail(405, `Method "${call.method}" not allowed.`);
  netbox.patch(table, id, resolved(netbox, call.json as Values));
  return ok(netbox.show(table, row));
}

/** References arrive as ids and are shown as objects; a status arrives as its value. */
function resolved(netbox: NetboxTables, body: Values): Values {
  const { ip_address, status } = body;
  const id = typeof ip_address === "number" ? ip_address : (ip_address as { id?: number } | null | undefined)?.id;
  const address = id === undefined ? undefined : netbox.get("ipam/ip-addresses", id);
  const text = typeof status === "string" ? status : null;
  return {
    ...body,
    ...(address ? { ip_address: netbox.ref("ipam/ip-addresses", address) } : {}),
    ...(text ? { status: { value: text, label: text.charAt(0).toUpperCase() + text.slice(1) } } : {}),
  };
}

/** Binds one native cluster to one endpoint row; plugins before 0.0.31 do not have it. */
function syncCluster(call: Call, { netbox }: Sim, id: number): Reply {
  if (call.method !== "POST") return detail(405, `Method "${call.method}" not allowed.`);
  if (!netbox.get(ENDPOINTS, id)) return detail(404, MISSING);
  const { name, mode } = call.json as { name: string; mode: string };
  const clusters = "virtualization/clusters";
  const { row, action } = netbox.upsert(clusters, { name }, {});
  const tracking = netbox.upsert(
    "plugins/proxbox/proxmox-clusters",
    { name, endpoint: id },
    { mode, netbox_cluster: row.id },
  );
  const created = action === "created";
  const cluster = netbox.show(clusters, row);
  return json(created ? 201 : 200, { cluster, proxmox_cluster: tracking.row.id, created, changed: false });
}

/** NetBox filters: `id` and `name` may repeat, `<field>_id` looks into references, `q` searches names. */
function fits(row: Row, query: URLSearchParams): boolean {
  return [...new Set(query.keys())].every((key) => {
    const wanted = query.getAll(key);
    if (["limit", "offset", "ordering", "brief", "fields", "exclude"].includes(key)) return true;
    // An address without a prefix length fits any.
    if (key === "address")
      return wanted.some((one) => one === row.address || one === String(row.address).split("/")[0]);
    if (key === "q") return String(row.name ?? "").includes(wanted[0] ?? "");
    const field = key in row ? key : key.replace(/_id$/, "");
    return !(field in row) || wanted.includes(shown(row[field], key !== field));
  });
}

function shown(value: unknown, wantsId: boolean): string {
  if (value === null || typeof value !== "object") return String(value);
  const fields = value as Record<string, unknown>;
  if ("value" in fields) return String(fields.value);
  return String(wantsId ? fields.id : (fields.slug ?? fields.name ?? fields.address ?? fields.id));
}
