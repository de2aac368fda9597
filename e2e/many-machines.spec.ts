import { expect, test } from "@playwright/test";
import { systemActor } from "#lib/auth/schema";
import { updateSettings } from "#lib/settings/update";
import { readSse } from "#lib/sse/read";
import { stageOf } from "#lib/sync/stages";
import { TEST_KEYS } from "#lib/testing/process";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { sleep } from "#lib/time";
import { issueToken } from "#lib/tokens/issue";
import { createUser } from "#lib/users/create-user";
import { freePort } from "../bin/files.mjs";
import { ownProcess, type Process } from "./process.ts";

const WEBS = 2;
const WORKERS = 3;
/** One worker runs eight of them at once, two sixteen: no two workers can have them all. */
const JOBS = 17;
const FIRST_PORT = 3480;
const STORAGE = `/${stageOf("storage")?.streamPath}`;

type Web = { process: Process; url: string };
type Machines = { rig: SyncRig; webs: Web[]; workers: Process[]; token: string; close: () => Promise<void> };

/** Two webs and three workers, each a process of its own, that share nothing but a database. */
async function startMachines(): Promise<Machines> {
  const clusters = Array.from({ length: JOBS }, (_, index) => ({ name: `c${index}`, nodes: 1, guests: 1 }));
  const rig = await syncRig({ clusters });
  const ctx = { db: rig.open.db, actor: systemActor("test") };
  await updateSettings(ctx, { max_parallel_jobs_per_backend: JOBS });
  const user = await createUser(ctx, { username: "ada", password: "wooden spoon orchestra", role: "admin" });
  const { token } = await issueToken(ctx, { name: "test", role: "admin" }, user.id);
  const env = { DATABASE_URL: rig.open.url, CONSOLE_SECRET_KEYS: TEST_KEYS };
  const webs: Web[] = [];
  for (let index = 0; index < WEBS; index += 1) {
    const port = await freePort(FIRST_PORT + index * 10);
    webs.push({ process: ownProcess("bin/web.ts", { ...env, PORT: String(port) }), url: `http://127.0.0.1:${port}` });
  }
  const workers = Array.from({ length: WORKERS }, () => ownProcess("workers/main.ts", env));
  const processes = [...webs.map((web) => web.process), ...workers];
  for (const process of processes) await startSupervised(process);
  return {
    rig,
    webs,
    workers,
    token,
    async close() {
      await Promise.all(processes.map((process) => process.stop()));
      await rig.close();
    },
  };
}

/** A process that does not come up, because its database is too busy to answer in time, is started again, as any process manager does. */
async function startSupervised(process: Process): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await process.start();
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** Watches a job on one web as a browser does: whatever breaks, it comes back after the last number it has. */
async function watch({ url }: Web, token: string, jobId: number): Promise<number[]> {
  const seqs: number[] = [];
  for (;;) {
    try {
      const response = await fetch(`${url}/api/jobs/${jobId}/stream`, {
        headers: { authorization: `Bearer ${token}`, "last-event-id": String(seqs.at(-1) ?? 0) },
      });
      if (response.status === 204) return seqs;
      if (response.status !== 200 || !response.body) throw new Error(`HTTP ${response.status}`);
      for await (const message of readSse(response.body)) {
        if (message.event === "end") return seqs;
        if (message.id) seqs.push(Number(message.id));
      }
    } catch {
      await sleep(100);
    }
  }
}

async function api(web: Web, token: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${web.url}${path}`, init);
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return response.json();
}

// Five processes start one after the other, and one of them again: minutes on a machine that is busy with something else.
test.setTimeout(600_000);

test("three workers and two webs share the work, and lose nothing when one of each is killed", async () => {
  const { rig, webs, workers, token, close } = await startMachines();
  const [first, second] = webs as [Web, Web];
  try {
    const status = await api(second, token, "/api/status");
    expect(status).toMatchObject({
      missing: [],
      workers: Array.from({ length: WORKERS }, () => ({ state: "ready", missing: [] })),
    });

    const holds = Array.from({ length: JOBS }, () => rig.sim.control.hold(STORAGE, 1));
    const jobs: { id: number }[] = [];
    for (const [index, id] of rig.pveIds.entries()) {
      const body = { sync_types: ["devices", "storage"], proxmox_endpoint_ids: [id] };
      jobs.push(await api(index % 2 === 0 ? first : second, token, "/api/jobs", body));
    }
    const viewers = jobs.flatMap((job) => webs.map(async (web) => ({ job, seqs: await watch(web, token, job.id) })));
    await Promise.all(holds.map((hold) => hold.reached));
    const ownerOf = new Map<number, string>();
    for (const { id } of jobs) ownerOf.set(id, (await api(second, token, `/api/jobs/${id}`)).worker);
    expect(new Set(ownerOf.values()).size).toBe(WORKERS);

    const [killed, told] = workers as [Process, Process];
    const isOf = (process: Process, id: number) => ownerOf.get(id)?.endsWith(`:${process.pid()}`) === true;
    const [lost, handedBack] = [killed, told].map((process) => jobs.filter(({ id }) => isOf(process, id)));
    await Promise.all([killed.kill(), first.process.kill()]);
    await startSupervised(first.process);
    const askedAtMs = performance.now();
    expect(await told.stop()).toBe(0);
    expect(performance.now() - askedAtMs, "what a process manager grants").toBeLessThan(10_000);
    for (const hold of holds) hold.release();

    for (const { id } of jobs) {
      const ended = await rig.ended(id);
      const isMoved = [...(lost ?? []), ...(handedBack ?? [])].some((job) => job.id === id);
      expect(ended).toMatchObject({ status: "completed", outcome: "ok", attempt: isMoved ? 2 : 1 });
    }
    for (const { job, seqs } of await Promise.all(viewers)) {
      const { last_seq: last } = await api(second, token, `/api/jobs/${job.id}`);
      expect(seqs).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    }
  } finally {
    await close();
  }
});
