import { refuse } from "./auth.ts";
import { createControl } from "./control.ts";
import { createSim, type SavedState, saveSim, settleSim } from "./create-sim.ts";
import { answerNetbox } from "./netbox-server.ts";
import { answerProxmox, selfSigned } from "./proxmox-server.ts";
import type { SeenRequest } from "./recorder.ts";
import { answerControl } from "./remote-control.ts";
import { type Call, findRoute, type Reply } from "./router.ts";
import { backendRoutes } from "./routes/all-routes.ts";
import { type Listening, listen, requestListener } from "./serve.ts";
import type { Sim, SimulatorSettings } from "./sim.ts";
import { attachWebSockets } from "./websocket.ts";

export type SimulatorOptions = Partial<SimulatorSettings> & {
  /** Ports; 0 picks that of the saved state, or a free one. One per cluster for Proxmox. */
  port?: number;
  netboxPort?: number;
  pvePorts?: number[];
  saved?: SavedState;
};

export type SimulatedPve = {
  name: string;
  host: string;
  port: number;
  username: string;
  password: string;
  /** `user@realm!name`, and what the backend's form calls `token_name`. */
  tokenId: string;
  tokenName: string;
  tokenValue: string;
};

export type Simulator = Awaited<ReturnType<typeof startSimulator>>;

const DEFAULTS: SimulatorSettings = {
  version: "0.0.30.post2",
  pace: "instant",
  paceFactor: 1,
  seed: 1,
  clusters: [{ name: "lab", nodes: 2, guests: 4 }],
  apiKey: "simulator-key-0123456789abcdef0123456789",
  netboxToken: "0123456789abcdef0123456789abcdef01234567",
  pluginEndpoints: true,
  configured: false,
  netboxVersion: "4.6.0",
  pluginVersion: "0.0.31",
  deletesOrphans: false,
  customFields: true,
  keepaliveMs: 15_000,
  rateLimitPerMinute: 100_000,
  executionMode: "rpc_only",
  evolves: false,
};

/** The clusters of the demo. */
export const demoClusters: SimulatorSettings["clusters"] = [
  { name: "lab", nodes: 3, guests: 40, problems: true },
  { name: "edge", nodes: 2, guests: 14 },
];

/** Starts a simulated proxbox-api, its NetBox and its Proxmox clusters on loopback. */
export async function startSimulator(options: SimulatorOptions = {}) {
  const { port = 0, netboxPort = 0, pvePorts = [], saved, ...given } = options;
  let control: ReturnType<typeof createControl> | null = null;
  const sim = createSim({ ...DEFAULTS, ...given }, saved, () => Date.now() + (control?.skewMs() ?? 0));
  const netbox = await listen(
    requestListener(sim, "netbox", (call) => answerNetbox(call, sim)),
    netboxPort || (saved?.ports.netbox ?? 0),
  );
  sim.netboxPort = () => netbox.port;
  sim.netbox.url = `http://127.0.0.1:${netbox.port}`;
  const servers = [netbox];
  const tls = await selfSigned();
  for (const [index, simulated] of sim.clusters.entries()) {
    const listener = requestListener(sim, "proxmox", (call) => answerProxmox(call, simulated.cluster));
    const pve = await listen(listener, pvePorts[index] || (saved?.ports.pve[index] ?? 0), tls);
    simulated.port = pve.port;
    servers.push(pve);
  }
  settleSim(sim);
  const routes = backendRoutes(sim);
  const toBackend = requestListener(sim, "backend", (call) => {
    if (call.path === "/__control" && control) return answerControl(call, sim, control);
    return answerBackend(sim, routes, call);
  });
  const backend = await listen(toBackend, port || (saved?.ports.backend ?? 0));
  servers.push(backend);
  attachWebSockets(backend.server, sim);
  control = createControl(
    sim,
    (downMs) => restart(sim, backend, downMs),
    () => cut(servers),
  );
  return {
    url: `http://127.0.0.1:${backend.port}`,
    port: backend.port,
    apiKey: sim.settings.apiKey,
    netboxUrl: sim.netbox.url,
    netboxPort: netbox.port,
    netboxToken: sim.settings.netboxToken,
    pve: sim.clusters.map(shownPve),
    control,
    /** The rows of the simulated NetBox. */
    netbox: sim.netbox,
    /** The backend's own database and process state. */
    backend: sim.state,
    clusters: sim.clusters.map(({ cluster }) => cluster),
    requests: (path?: string): SeenRequest[] => sim.recorder.all().filter((one) => !path || one.path === path),
    save: () => saveSim(sim, backend.port),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

function answerBackend(sim: Sim, routes: ReturnType<typeof backendRoutes>, call: Call): Reply | Promise<Reply> {
  const refused = refuse(sim, call);
  if (refused) return refused;
  const route = findRoute(routes, call);
  return "answer" in route ? route.answer(call, sim) : route;
}

function shownPve({ cluster, host, port }: Sim["clusters"][number]): SimulatedPve {
  const { name, username, password, tokenId, tokenValue } = cluster;
  return { name, host, port, username, password, tokenId, tokenName: tokenId.split("!")[1] ?? "", tokenValue };
}

async function restart(sim: Sim, backend: Listening, downMs: number): Promise<void> {
  await backend.close();
  await new Promise((resolve) => setTimeout(resolve, downMs));
  sim.state.active = [];
  sim.state.logs = [];
  await backend.open();
}

function cut(servers: Listening[]): void {
  for (const { server } of servers) server.closeAllConnections();
}
