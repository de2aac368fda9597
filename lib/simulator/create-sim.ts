import { type SavedBackend, saveBackend } from "./backend-state.ts";
import { buildCluster } from "./build-cluster.ts";
import { FaultRules } from "./fault-rules.ts";
import { Lockout } from "./lockout.ts";
import type { Cluster } from "./model.ts";
import { NetboxTables, type Row } from "./netbox-tables.ts";
import { seededRandom } from "./random.ts";
import { Recorder } from "./recorder.ts";
import { addKey } from "./routes/auth-routes.ts";
import { newProxmoxRow } from "./routes/proxmox-endpoints.ts";
import type { Sim, SimulatorSettings } from "./sim.ts";

export type Ports = { backend: number; netbox: number; pve: number[] };
export type SavedState = { backend: SavedBackend; clusters: Cluster[]; netbox: Record<string, Row[]>; ports: Ports };
export type Clock = () => number;

const MAX_LOGS = 10_000;
const MODULE = "\u001b[90mproxmox_core\u001b[0m";
const NOTHING = {
  operation_id: null,
  operation: null,
  phase: null,
  resource_type: null,
  resource_id: null,
  expandable: null,
};

/** The state of a simulator before its servers listen. */
export function createSim(settings: SimulatorSettings, saved: SavedState | undefined, clock: Clock): Sim {
  const netbox = new NetboxTables("http://127.0.0.1");
  if (saved) netbox.load(saved.netbox);
  const clusters = saved?.clusters ?? settings.clusters.map((size, index) => buildCluster(size, settings.seed, index));
  const lockout = new Lockout(settings.version === "0.0.30.post2", clock);
  const fresh = { keys: [], claimed: false, netbox: null, netboxIds: 0, proxmox: [], proxmoxIds: 0 };
  const state: Sim["state"] = { ...fresh, active: [], logs: [], ...saved?.backend, lockout };
  let logId = 0;
  const sim: Sim = {
    settings,
    state,
    netbox,
    netboxAccess: { canWrite: true, isSuperuser: true, token: settings.netboxToken },
    netboxPort: () => 0,
    clusters: clusters.map((cluster) => ({ cluster, host: "127.0.0.1", port: 0 })),
    random: seededRandom(settings.seed + 7),
    recorder: new Recorder(),
    faults: new FaultRules(),
    nowMs: clock,
    leavesStaleRuns: { value: false },
    log: (entry) => {
      logId += 1;
      const timestamp = new Date(clock()).toISOString().replace("Z", "+00:00");
      state.logs.push({ id: String(logId), timestamp, module: MODULE, ...NOTHING, ...entry });
      if (state.logs.length > MAX_LOGS) state.logs.shift();
    },
  };
  if (settings.apiKey && state.keys.length === 0) addKey(state, settings.apiKey, "simulator", clock());
  return sim;
}

export function saveSim({ state, clusters, netbox, netboxPort }: Sim, backendPort: number): SavedState {
  const ports = { backend: backendPort, netbox: netboxPort(), pve: clusters.map(({ port }) => port) };
  return {
    backend: saveBackend(state),
    clusters: clusters.map(({ cluster }) => cluster),
    netbox: netbox.dump(),
    ports,
  };
}

/** What only makes sense once the ports are known: the plugin's rows, and the endpoints of a configured backend. */
export function settleSim(sim: Sim): void {
  const table = "plugins/proxbox/endpoints/proxmox";
  if (sim.settings.pluginEndpoints && sim.netbox.list(table).length === 0)
    for (const { cluster, host, port } of sim.clusters) {
      const address = { address: `${host}/32`, display: `${host}/32` };
      const { name, mode, username } = cluster;
      sim.netbox.insert(table, { name, ip_address: address, domain: "", port, mode, username, enabled: true });
    }
  if (!sim.settings.configured || sim.state.netbox) return;
  sim.state.netboxIds = 1;
  sim.state.netbox = {
    id: 1,
    name: "netbox",
    ip_address: "127.0.0.1",
    domain: "",
    port: sim.netboxPort(),
    token_version: "v1",
    token_key: null,
    token: sim.settings.netboxToken,
    verify_ssl: false,
    enabled: true,
  };
  for (const { cluster, host, port } of sim.clusters) {
    const { name, username, password } = cluster;
    const row = newProxmoxRow(sim, { name, ip_address: host, port, username, password, verify_ssl: false });
    sim.state.proxmox.push(row);
  }
}
