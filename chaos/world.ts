import { type OpenDb, openDb } from "#db/client";
import { createEndpoint } from "#lib/endpoints/create";
import { type Listener, openListener } from "#lib/events/listen";
import { silentLogger } from "#lib/log";
import { createSchedule } from "#lib/schedules/save";
import { updateSettings } from "#lib/settings/update";
import { type Simulator, startSimulator } from "#lib/simulator/simulator";
import { asAdmin } from "#lib/testing/actors";
import { setUpProcess } from "#lib/testing/process";

export type Endpoint = { id: number; scheduleId: number };
export type World = {
  open: OpenDb;
  sim: Simulator;
  listener: Listener;
  endpoints: Endpoint[];
  close: () => Promise<void>;
};

/** One backend with so many Proxmox endpoints, each with a schedule that never comes due by itself. */
export async function buildWorld(url: string, count: number, scale: number): Promise<World> {
  setUpProcess();
  const clusters = Array.from({ length: count }, (_, index) => ({ name: `c${index}`, nodes: 1, guests: 2 }));
  const sim = await startSimulator({ clusters, pace: "human", paceFactor: scale * 2, configured: false });
  const open = openDb(url, { max: 20, applicationName: "chaos harness" });
  const listener = openListener(url, silentLogger);
  const ctx = asAdmin(open.db);
  const local = { ip_address: "127.0.0.1", verify_ssl: false };
  await createEndpoint(ctx, "backends", { ...local, name: "backend", port: sim.port, token: sim.apiKey });
  await createEndpoint(ctx, "netbox", { ...local, name: "netbox", port: sim.netboxPort, token: sim.netboxToken });
  await updateSettings(ctx, { max_parallel_jobs_per_backend: count });
  const endpoints: Endpoint[] = [];
  for (const pve of sim.pve) {
    const { id } = await createEndpoint(ctx, "proxmox", {
      ...local,
      name: pve.name,
      ip_address: pve.host,
      port: pve.port,
      username: pve.username,
      password: pve.password,
    });
    const params = { proxmox_endpoint_ids: [id], sync_types: ["devices"] };
    const schedule = await createSchedule(ctx, { name: "0", params, interval_minutes: 500_000 });
    endpoints.push({ id, scheduleId: schedule.id });
  }
  return {
    open,
    sim,
    listener,
    endpoints,
    async close() {
      await sim.close();
      await listener.close();
      await open.close();
    },
  };
}

/** Makes the database as small as before the round, so that thousands of rounds need no more room than one. */
export async function forgetRound({ open }: World): Promise<void> {
  await open.pool.query("truncate jobs, job_stages, job_objects, job_frames");
  await open.pool.query("update schedules set name = '0', missed_count = 0");
  await open.pool.query("delete from pgboss.job where state > 'active'");
  await open.pool.query("delete from workers where heartbeat_at < now() - interval '1 minute'");
}
