import type { BackendState, LogEntry } from "./backend-state.ts";
import type { ClusterSize } from "./build-cluster.ts";
import type { FaultRules } from "./fault-rules.ts";
import type { Cluster } from "./model.ts";
import type { NetboxTables } from "./netbox-tables.ts";
import type { Random } from "./random.ts";
import type { Recorder } from "./recorder.ts";

export type Release = "0.0.30.post2" | "0.0.19.post5";

export type SimulatorSettings = {
  version: Release;
  pace: "instant" | "human";
  /** Multiplies every pause of the human pace. */
  paceFactor: number;
  seed: number;
  clusters: ClusterSize[];
  /** Already registered when the simulator starts; null waits for `POST /auth/register-key`. */
  apiKey: string | null;
  netboxToken: string;
  /** The plugin has a Proxmox endpoint row for every cluster; without it writes fail. */
  pluginEndpoints: boolean;
  /** The backend already knows the NetBox and the Proxmox endpoints. */
  configured: boolean;
  netboxVersion: string;
  /** Empty: NetBox without the plugin. */
  pluginVersion: string;
  /** The plugin wants orphans swept at the end of a whole update. */
  deletesOrphans: boolean;
  /** The older release finds VMs by custom fields, which NetBox may have turned off. */
  customFields: boolean;
  /** Silence before a keep-alive comment. */
  keepaliveMs: number;
  rateLimitPerMinute: number;
  executionMode: "rpc_only" | "legacy";
  /** The cluster changes a little between two runs. */
  evolves: boolean;
};

export type SimulatedCluster = { cluster: Cluster; host: string; port: number };

/** Everything the routes of the three servers share. */
export type Sim = {
  settings: SimulatorSettings;
  state: BackendState;
  netbox: NetboxTables;
  /** May the token write; a test can take that away. */
  netboxAccess: { canWrite: boolean; isSuperuser: boolean; token: string };
  netboxPort: () => number;
  clusters: SimulatedCluster[];
  random: Random;
  recorder: Recorder;
  faults: FaultRules;
  nowMs: () => number;
  /** The NetBox the backend believes in is reachable. */
  log: (entry: Partial<LogEntry> & Pick<LogEntry, "level" | "message">) => void;
  /** A disconnected full update stays listed in `/sync/active`. */
  leavesStaleRuns: { value: boolean };
};
