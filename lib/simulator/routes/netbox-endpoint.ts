import type { NetboxEndpointRow } from "../backend-state.ts";
import { type Call, detail, internalError, json, ok, problem, type Reply, type Route } from "../router.ts";
import { netboxFailure } from "../sessions.ts";
import type { Sim } from "../sim.ts";
import { validationError } from "./validation.ts";

type Fields = Record<string, unknown>;
const REQUIRED = ["name", "ip_address", "token"];
const MANDATORY = ["name", "ip_address", "port", "token", "token_version", "verify_ssl", "enabled"];
const BAD_VERSION = "Invalid token_version. Must be 'v1' or 'v2'.";
const V1 = "token is required for NetBox API token v1";
const V2 = "token_key and token (secret) must both be set for NetBox API token v2";

export const netboxEndpointRoutes: readonly Route<Sim>[] = [
  { method: "POST", path: "/netbox/endpoint", answer: create },
  {
    method: "GET",
    path: "/netbox/endpoint",
    answer: (_call, sim) => ok(rows(sim).map((row) => shown(sim, row, null))),
  },
  {
    method: "GET",
    path: "/netbox/endpoint/{id}",
    answer: withRow("Netbox Endpoint not found", (row, _call, sim) => ok(shown(sim, row, null))),
  },
  { method: "PUT", path: "/netbox/endpoint/{id}", answer: withRow("NetBox Endpoint not found", update) },
  { method: "DELETE", path: "/netbox/endpoint/{id}", answer: withRow("Netbox Endpoint not found.", remove) },
  { method: "GET", path: "/netbox/endpoint/{id}/probe", answer: probeRoute },
  { method: "GET", path: "/netbox/status", answer: status },
];

const rows = (sim: Sim) => (sim.state.netbox ? [sim.state.netbox] : []);

function withRow(missing: string, then: (row: NetboxEndpointRow, call: Call, sim: Sim) => Reply) {
  return (call: Call, sim: Sim): Reply => {
    const row = rows(sim).find(({ id }) => id === Number(call.params.id));
    return row ? then(row, call, sim) : detail(404, missing);
  };
}

function shown(sim: Sim, row: NetboxEndpointRow, probe: unknown) {
  const { id, name, ip_address, domain, port, token_version, verify_ssl, enabled } = row;
  const fields = { id, name, ip_address, domain, port, token_version, verify_ssl, enabled };
  return sim.settings.version === "0.0.30.post2" ? { ...fields, probe } : fields;
}

function create(call: Call, sim: Sim): Reply {
  const body = (call.json ?? {}) as Fields;
  const missing = REQUIRED.find((field) => typeof body[field] !== "string");
  if (missing) return validationError(sim, ["body", missing], "Field required");
  if (sim.state.netbox) return detail(400, "Only one NetBox endpoint is allowed");
  const wrong = credentialProblem(body);
  if (wrong) return detail(400, wrong);
  sim.state.netboxIds += 1;
  const defaults = { domain: "", port: 443, token_version: "v1", token_key: null, verify_ssl: true, enabled: true };
  const row = { ...defaults, ...pick(body), id: sim.state.netboxIds } as NetboxEndpointRow;
  if (row.token_version === "v1") row.token_key = null;
  sim.state.netbox = row;
  return ok(shown(sim, row, probe(sim, row)));
}

function update(row: NetboxEndpointRow, call: Call, sim: Sim): Reply {
  const body = (call.json ?? {}) as Fields;
  if (MANDATORY.some((field) => body[field] === null)) return internalError();
  const next = { ...row, ...pick(body) } as NetboxEndpointRow;
  const wrong = credentialProblem(next);
  if (wrong) return detail(400, wrong);
  // The older release encrypts what is encrypted already, and sends that to NetBox from then on.
  if (body.token === undefined && sim.settings.version === "0.0.19.post5") next.token = `enc:${row.token}`;
  Object.assign(row, next);
  return ok(shown(sim, row, probe(sim, row)));
}

function remove(_row: NetboxEndpointRow, _call: Call, sim: Sim): Reply {
  sim.state.netbox = null;
  return ok({ message: "NetBox Endpoint deleted." });
}

function credentialProblem({ token_version = "v1", token, token_key }: Fields): string | null {
  if (token_version !== "v1" && token_version !== "v2") return BAD_VERSION;
  if (token_version === "v1") return token ? null : V1;
  return token && token_key ? null : V2;
}

function pick(body: Fields): Fields {
  const fields = [...MANDATORY, "domain", "token_key"];
  return Object.fromEntries(fields.filter((field) => body[field] !== undefined).map((field) => [field, body[field]]));
}

function probe(sim: Sim, row: NetboxEndpointRow) {
  const failure = netboxFailure(sim, row);
  const base = { reachable: true, status: "reachable", api_version: sim.settings.netboxVersion };
  const rest = { error_type: null, error: null, timeout_seconds: 10 };
  if (failure === "unreachable")
    return {
      reachable: false,
      status: "timeout",
      api_version: null,
      error_type: "TimeoutError",
      error: "TimeoutError",
      timeout_seconds: 10,
    };
  return { ...base, ...rest };
}

function probeRoute(call: Call, sim: Sim): Reply {
  if (sim.settings.version !== "0.0.30.post2") return detail(404, "Not Found");
  return withRow("Netbox Endpoint not found", (row) => json(200, probe(sim, row)))(call, sim);
}

function status(_call: Call, sim: Sim): Reply {
  const row = sim.state.netbox;
  if (!row?.enabled) return problem(400, "No NetBox endpoint found", "Please add a NetBox endpoint in the database");
  if (netboxFailure(sim, row)) return problem(400, "Error fetching status from NetBox API.", null);
  return ok({
    "netbox-version": sim.settings.netboxVersion,
    "django-version": "5.2",
    "installed-apps": {},
    plugins: { netbox_proxbox: sim.settings.pluginVersion },
    "python-version": "3.12",
    "rq-workers-running": 1,
  });
}
