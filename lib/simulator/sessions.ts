import type { NetboxEndpointRow, ProxmoxEndpointRow } from "./backend-state.ts";
import { problem, type Reply } from "./router.ts";
import type { Sim, SimulatedCluster } from "./sim.ts";
import type { Session } from "./stages/run.ts";

const SESSIONS = "Could not return Proxmox Sessions";
const PLUGIN_ROWS = "plugins/proxbox/endpoints/proxmox";

/** What is wrong with the backend's way to NetBox. */
export function netboxFailure(sim: Sim, row: NetboxEndpointRow): "unreachable" | "token" | null {
  const hosts = ["127.0.0.1", "localhost"];
  const host = row.domain || row.ip_address.split("/")[0] || "";
  if (!hosts.includes(host) || row.port !== sim.netboxPort()) return "unreachable";
  const token = row.token_version === "v2" ? `nbt_${row.token_key}.${row.token}` : row.token;
  return token === sim.netboxAccess.token ? null : "token";
}

/** Null when the backend can talk to NetBox, else what every sync answers before it streams. */
export function refuseNetbox(sim: Sim): Reply | null {
  const row = sim.state.netbox;
  if (!row?.enabled) return problem(400, "No NetBox endpoint found", "Please add a NetBox endpoint in the database");
  const failure = netboxFailure(sim, row);
  if (failure === "unreachable") {
    const hint = "Check that the configured NetBox URL is reachable from proxbox-api.";
    const why = { cause: "TimeoutError", error: "TimeoutError", hint, probe_timeout_seconds: 10 };
    return problem(504, "NetBox endpoint is not reachable", why);
  }
  const refusal = sim.netbox.failureOf("extras/tags");
  if (failure === "token")
    return problem(400, "Error ensuring Proxbox tag", "NetBox REST request failed | Invalid token");
  if (refusal) return problem(refusal.status, "Error ensuring Proxbox tag", refusal.detail);
  if (!sim.netboxAccess.canWrite)
    return problem(
      400,
      "Error ensuring Proxbox tag",
      "NetBox REST request failed | You do not have permission to perform this action.",
    );
  return null;
}

type Selected = { rows: ProxmoxEndpointRow[] } | { refused: Reply };

/** The endpoint rows a request names with the selection parameters every Proxmox route has. */
function select(sim: Sim, query: URLSearchParams): Selected {
  const source = query.get("source") ?? "database";
  if (source !== "database" && source !== "netbox")
    return { refused: problem(400, "Invalid source parameter", "source must be 'database' or 'netbox'.") };
  const rows = sim.state.proxmox.filter((row) => row.enabled === true);
  const ids = query.get("proxmox_endpoint_ids") || query.get("endpoint_ids");
  if (ids) {
    const wanted = ids.split(",").map((id) => Number(id.trim()));
    if (wanted.some((id) => !Number.isInteger(id))) {
      const why = "endpoint_ids must be a comma-separated list of integers.";
      return { refused: problem(400, "Invalid Proxmox endpoint_ids query parameter", why) };
    }
    return { rows: rows.filter((row) => wanted.includes(row.id)) };
  }
  for (const key of ["ip_address", "domain", "name"] as const) {
    const wanted = query.get(key);
    if (!wanted) continue;
    const found = rows.filter((row) => row[key] === wanted).slice(0, 1);
    if (found.length > 0) return { rows: found };
    const message = `No result found for Proxmox Sessions based on the provided ${key}`;
    return { refused: problem(400, message, "Check if the provided parameters are correct") };
  }
  return { rows };
}

/** Opens a session per selected endpoint; one that fails, fails them all. */
export function openSessions(sim: Sim, query: URLSearchParams): Session[] | Reply {
  const selected = select(sim, query);
  if ("refused" in selected) return selected.refused;
  const sessions: Session[] = [];
  for (const row of selected.rows) {
    const found = clusterOf(sim, row);
    if (!found) return sessionFailure(sim, row, 502, null);
    if (!accepts(found, row)) return sessionFailure(sim, row, 401, 401);
    const { cluster } = found;
    sessions.push({ cluster, endpointId: row.id, endpointName: row.name, pluginEndpointId: pluginRow(sim, row) });
  }
  return sessions;
}

/** The simulated cluster an endpoint row leads to. */
export function clusterOf(sim: Sim, row: ProxmoxEndpointRow): SimulatedCluster | undefined {
  const hosts = [row.domain, String(row.ip_address).split("/")[0]];
  return sim.clusters.find(
    ({ host, port }) => port === row.port && (hosts.includes(host) || hosts.includes("localhost")),
  );
}

function accepts({ cluster }: SimulatedCluster, row: ProxmoxEndpointRow): boolean {
  const name = String(row.token_name ?? "");
  if (name && row.token_value) {
    const id = name.includes("!") ? name.split("=")[0] : `${row.username}!${name}`;
    return id === cluster.tokenId && row.token_value === cluster.tokenValue;
  }
  return row.username === cluster.username && row.password === cluster.password;
}

function sessionFailure(sim: Sim, row: ProxmoxEndpointRow, status: number, upstream: number | null): Reply {
  sim.log({ level: "ERROR", message: `Error opening Proxmox session for endpoint ${row.name}` });
  if (sim.settings.version === "0.0.19.post5") return problem(400, SESSIONS);
  const reason = { reason: "proxmox_session_acquisition_failed", error_type: "ProxboxException" };
  return problem(
    status,
    SESSIONS,
    upstream === null ? reason : { ...reason, upstream_status: upstream },
    "ProxboxException",
  );
}

function pluginRow(sim: Sim, row: ProxmoxEndpointRow): number | null {
  const hosts = [row.domain, String(row.ip_address).split("/")[0]].filter(Boolean);
  const found = sim.netbox.list(PLUGIN_ROWS).filter((plugin) => {
    const address = plugin.ip_address as { address?: string } | string | null;
    const text = typeof address === "string" ? address : (address?.address ?? "");
    return (
      plugin.port === row.port && (hosts.includes(String(plugin.domain)) || hosts.includes(text.split("/")[0] ?? ""))
    );
  });
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
