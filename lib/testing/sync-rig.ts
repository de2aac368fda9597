import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { createEndpoint } from "../endpoints/create.ts";
import { type Listener, openListener } from "../events/listen.ts";
import { readFrames } from "../frames/read.ts";
import type { Frame } from "../frames/schema.ts";
import { enqueueJob } from "../jobs/enqueue.ts";
import { getJob } from "../jobs/get.ts";
import { watchJob } from "../jobs/watch.ts";
import type { WireJob } from "../jobs/wire.ts";
import { silentLogger } from "../log.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator/simulator.ts";
import { asAdmin } from "./actors.ts";
import { setUpProcess } from "./process.ts";

export type SyncRig = {
  open: OpenDb;
  sim: Simulator;
  listener: Listener;
  backendId: number;
  /** Our ids of the Proxmox endpoints, one per simulated cluster. */
  pveIds: number[];
  enqueue: (body?: Record<string, unknown>) => Promise<WireJob>;
  /** Resolves with the job once it has ended. */
  ended: (jobId: number) => Promise<WireJob>;
  run: (body?: Record<string, unknown>) => Promise<WireJob>;
  frames: (jobId: number) => Promise<Frame[]>;
  close: () => Promise<void>;
};

/** A database, a simulated backend with its NetBox and Proxmox, and our endpoints for all of them. No worker. */
export async function syncRig(
  options: SimulatorOptions & { backend?: Record<string, unknown> } = {},
): Promise<SyncRig> {
  setUpProcess();
  const { backend: values, ...simulated } = options;
  const [open, sim] = await Promise.all([testDatabase(), startSimulator(simulated)]);
  const listener = openListener(open.url, silentLogger);
  const ctx = asAdmin(open.db);
  const local = { ip_address: "127.0.0.1", verify_ssl: false };
  const backend = await createEndpoint(ctx, "backends", {
    ...local,
    name: "backend",
    port: sim.port,
    token: sim.apiKey,
    ...values,
  });
  await createEndpoint(ctx, "netbox", { ...local, name: "netbox", port: sim.netboxPort, token: sim.netboxToken });
  const pveIds: number[] = [];
  for (const pve of sim.pve) {
    const login = { username: pve.username, password: pve.password };
    const created = await createEndpoint(ctx, "proxmox", {
      ...local,
      ...login,
      name: pve.name,
      ip_address: pve.host,
      port: pve.port,
    });
    pveIds.push(created.id);
  }
  const enqueue = (body: Record<string, unknown> = {}) => enqueueJob(ctx, body);
  const ended = async (jobId: number) => {
    const never = new AbortController();
    for await (const event of watchJob({ db: open.db, listener }, { jobId, after: 0, signal: never.signal })) {
      if (event.kind === "end") break;
    }
    return getJob(ctx, jobId);
  };
  return {
    open,
    sim,
    listener,
    backendId: backend.id,
    pveIds,
    enqueue,
    ended,
    run: async (body) => ended((await enqueue(body)).id),
    frames: (jobId) => readFrames(open.db, { jobId, limit: 100_000 }),
    async close() {
      await sim.close();
      await listener.close();
      await open.close();
    },
  };
}
