import type { ProxmoxEndpointRow } from "../backend-state.ts";
import { type Call, detail, internalError, ok, type Reply, type Route } from "../router.ts";
import type { Sim } from "../sim.ts";
import { validationError } from "./validation.ts";

type Fields = Record<string, unknown>;

const DEFAULTS: Fields = {
  domain: null,
  password: null,
  token_name: null,
  token_value: null,
  verify_ssl: true,
  enabled: true,
  allow_writes: false,
  access_methods: "api",
  site_id: null,
  site_slug: null,
  site_name: null,
  tenant_id: null,
  tenant_slug: null,
  tenant_name: null,
  timeout: null,
  max_retries: null,
  retry_backoff: null,
};
const NEWER: Fields = {
  node_device_name_template: "",
  allow_packer_template_builds: false,
  ssh_target_node: null,
  ssh_host: null,
  ssh_username: null,
  ssh_port: 22,
  ssh_identity_file: null,
  ssh_known_host_fingerprint: null,
};
const REQUIRED = ["name", "ip_address", "port", "username"];
const MANDATORY = [...REQUIRED, "verify_ssl", "enabled", "allow_writes", "access_methods"];
const SECRETS = ["password", "token_name", "token_value"];
const PAIR = "token_name and token_value must be provided together";
const ANY = "Provide password or both token_name/token_value";

export const proxmoxEndpointRoutes: readonly Route<Sim>[] = [
  { method: "POST", path: "/proxmox/endpoints", answer: create },
  { method: "GET", path: "/proxmox/endpoints", answer: list },
  {
    method: "GET",
    path: "/proxmox/endpoints/{id}",
    answer: withRow("Proxmox endpoint not found", (row, _call, sim) => ok(shown(sim, row))),
  },
  { method: "PUT", path: "/proxmox/endpoints/{id}", answer: withRow("Proxmox Endpoint not found", update) },
  { method: "DELETE", path: "/proxmox/endpoints/{id}", answer: withRow("Proxmox endpoint not found", remove) },
];

/** All columns of a new row. */
export function newProxmoxRow(sim: Sim, body: Fields): ProxmoxEndpointRow {
  sim.state.proxmoxIds += 1;
  return { ...DEFAULTS, ...NEWER, ...known(body), id: sim.state.proxmoxIds } as ProxmoxEndpointRow;
}

function withRow(missing: string, then: (row: ProxmoxEndpointRow, call: Call, sim: Sim) => Reply) {
  return (call: Call, sim: Sim): Reply => {
    const row = sim.state.proxmox.find(({ id }) => id === Number(call.params.id));
    return row ? then(row, call, sim) : detail(404, missing);
  };
}

function known(body: Fields): Fields {
  const names = [...REQUIRED, ...Object.keys(DEFAULTS), ...Object.keys(NEWER)];
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}

function shown(sim: Sim, row: ProxmoxEndpointRow): Fields {
  const hidden = sim.settings.version === "0.0.30.post2" ? SECRETS : [...SECRETS, ...Object.keys(NEWER)];
  const fields = Object.entries(row).filter(([name]) => !hidden.includes(name));
  return { id: row.id, name: row.name, ...Object.fromEntries(fields) };
}

function list(call: Call, sim: Sim): Reply {
  const offset = Number(call.query.get("offset") ?? 0);
  const limit = Math.min(100, Number(call.query.get("limit") ?? 100));
  return ok(sim.state.proxmox.slice(offset, offset + limit).map((row) => shown(sim, row)));
}

function create(call: Call, sim: Sim): Reply {
  const body = (call.json ?? {}) as Fields;
  const missing = REQUIRED.find((name) => body[name] === undefined || body[name] === null);
  if (missing) return validationError(sim, ["body", missing], "Field required");
  const wrong = invalid(body);
  if (wrong) return validationError(sim, ["body", wrong], "Input is not valid");
  if (sim.state.proxmox.some((row) => row.name === body.name))
    return detail(400, "Proxmox endpoint name already exists");
  const problem = credentialProblem(body);
  if (problem) return detail(400, problem);
  const row = newProxmoxRow(sim, body);
  sim.state.proxmox.push(row);
  return ok(shown(sim, row));
}

function update(row: ProxmoxEndpointRow, call: Call, sim: Sim): Reply {
  const body = (call.json ?? {}) as Fields;
  if (MANDATORY.some((name) => body[name] === null)) return internalError();
  const wrong = invalid(body);
  if (wrong) return validationError(sim, ["body", wrong], "Input is not valid");
  const namesake = sim.state.proxmox.some((other) => other.id !== row.id && other.name === body.name);
  if (namesake) return detail(400, "Proxmox endpoint name already exists");
  if (SECRETS.some((name) => body[name] !== undefined)) {
    const problem = credentialProblem(body);
    if (problem) return detail(400, problem);
  }
  Object.assign(row, known(body));
  return ok(shown(sim, row));
}

function remove(row: ProxmoxEndpointRow, _call: Call, sim: Sim): Reply {
  sim.state.proxmox = sim.state.proxmox.filter(({ id }) => id !== row.id);
  return ok({ message: "Proxmox endpoint deleted." });
}

function invalid(body: Fields): string | null {
  const { port, access_methods, timeout } = body;
  if (port !== undefined && !(Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535)) return "port";
  if (access_methods !== undefined && access_methods !== "api" && access_methods !== "api_ssh") return "access_methods";
  if (typeof timeout === "number" && (timeout < 1 || timeout > 3_600)) return "timeout";
  return null;
}

function credentialProblem({ password, token_name, token_value }: Fields): string | null {
  if (Boolean(token_name) !== Boolean(token_value)) return PAIR;
  return password || token_name ? null : ANY;
}
