import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { asViewer } from "../testing/actors.ts";
import { pendingJob } from "../testing/jobs.ts";
import { noCounts } from "./counts.ts";
import { getJob } from "./get.ts";
import { listJobs } from "./list.ts";
import { JobParams } from "./schema.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
});
afterAll(() => open.close());

type Past = {
  seconds: number;
  status?: string;
  outcome?: string;
  objects?: number;
  vmIds?: number[];
  ageHours?: number;
};

let endpoint = 0;

/** A finished job of one stage, as many hours ago as it is told. */
async function past(run: Past): Promise<number> {
  const { seconds, status = "completed", outcome = "ok", objects = 0, vmIds = [], ageHours = 1 } = run;
  const params = JobParams.parse({ netbox_vm_ids: vmIds });
  const job = await pendingJob(open.db, { params, scopeKey: `endpoint ${endpoint}` });
  const startedMs = Date.now() - ageHours * 3_600_000;
  const startedAt = status === "skipped" ? null : new Date(startedMs);
  const completedAt = new Date(startedMs + seconds * 1000);
  await open.pool.query(
    `update jobs set status = 'completed', outcome = $2, started_at = coalesce($3::timestamptz, $4), completed_at = $4::timestamptz where id = $1`,
    [job.id, outcome, startedAt, completedAt],
  );
  await addStage(job.id, { status, startedAt, completedAt, objects });
  return job.id;
}

const addStage = (
  jobId: number,
  stage: { status: string; startedAt: Date | null; completedAt: Date | null; objects: number },
) =>
  open.pool.query(
    `insert into job_stages (job_id, position, sync_type, proxmox_endpoint_id, stream_path, status, started_at, completed_at, counts)
     values ($1, 1, 'devices', $2, 'p', $3, $4, $5, $6)`,
    [jobId, endpoint, stage.status, stage.startedAt, stage.completedAt, { unchanged: stage.objects, warnings: 9 }],
  );

/** The stage of a job that is about to run, as the API shows it. */
async function usualNow(vmIds: number[] = []) {
  const job = await pendingJob(open.db, {
    params: JobParams.parse({ netbox_vm_ids: vmIds }),
    scopeKey: `endpoint ${endpoint}`,
  });
  await addStage(job.id, { status: "pending", startedAt: null, completedAt: null, objects: 0 });
  const [stage] = (await getJob(asViewer(open.db), job.id)).stages;
  return stage?.usual ?? null;
}

it("learns a stage from the runs of the same endpoint that ended, warnings not counted as objects", async () => {
  endpoint = 1;
  await past({ seconds: 10, objects: 100 });
  await past({ seconds: 20, objects: 200, status: "warning", ageHours: 2 });
  await past({ seconds: 500, status: "failed" });
  await past({ seconds: 700, vmIds: [7] });
  expect(await usualNow()).toMatchObject({ runs: 2, median_seconds: 15, objects: 100, seconds_per_object: 0.1 });
  expect(await usualNow([8, 9])).toMatchObject({ runs: 1, median_seconds: 700 });
  endpoint = 2;
  expect(await usualNow()).toBeNull();
});

it("takes a stage that the plan left out for no time, and what an earlier failure skipped for nothing learnt", async () => {
  endpoint = 3;
  await past({ seconds: 30, ageHours: 9 });
  await past({ seconds: 0, status: "skipped", outcome: "failed" });
  expect(await usualNow()).toMatchObject({ runs: 1, median_seconds: 30 });
  await past({ seconds: 0, status: "skipped", outcome: "warnings" });
  expect(await usualNow()).toMatchObject({ median_seconds: 0 });
});

it("compares a finished job with the runs before it, and a list with the median of its scope", async () => {
  endpoint = 4;
  await past({ seconds: 10, ageHours: 9 });
  const id = await past({ seconds: 99, ageHours: 5 });
  await past({ seconds: 20, ageHours: 1 });
  const job = await getJob(asViewer(open.db), id);
  expect(job.stages[0]?.usual).toMatchObject({ runs: 1, median_seconds: 10 });
  const { results } = await listJobs(asViewer(open.db), { ids: [id] });
  expect(results[0]).toMatchObject({ usual_seconds: 20, runtime_seconds: 99 });
});

it("looks only at the newest runs of a stage, however long its past is", async () => {
  endpoint = 5;
  for (let n = 0; n < 45; n += 1) await past({ seconds: 60, status: "failed", ageHours: 1 });
  await past({ seconds: 10, ageHours: 50 });
  expect(await usualNow()).toBeNull();
});

it("learns the stages inside of a single stream from the folds of its jobs, each endpoint its own", async () => {
  endpoint = 7;
  const view = (stage: string, from: number, to: number, proxmoxEndpointId = endpoint) => ({
    ...{ stage, proxmoxEndpointId, status: "completed", total: null, done: 0, summaryCounts: null, signals: 0 },
    startedAt: new Date(from * 1000).toISOString(),
    completedAt: new Date(to * 1000).toISOString(),
    itemCounts: { ...noCounts, unchanged: 4, warnings: 2 },
  });
  const stages = [view("full-update", 0, 70), view("devices", 0, 10), view("storage", 10, 70), view("sdn", 0, 9, 8)];
  const whole = `update job_stages set sync_type = 'full-update' where job_id = $1`;
  const id = await past({ seconds: 70, objects: 8 });
  await open.pool.query(whole, [id]);
  await open.pool.query("update jobs set fold_state = $2 where id = $1", [id, JSON.stringify({ stages })]);
  const next = await pendingJob(open.db, { scopeKey: "a single stream" });
  await addStage(next.id, { status: "pending", startedAt: null, completedAt: null, objects: 0 });
  await open.pool.query(whole, [next.id]);
  const usual = (await getJob(asViewer(open.db), next.id)).stages[0]?.usual;
  expect(usual).toMatchObject({ median_seconds: 70, objects: 8 });
  expect(usual?.parts).toMatchObject([
    { sync_type: "devices", median_seconds: 10, objects: 4 },
    { sync_type: "storage", median_seconds: 60, objects: 4 },
  ]);
});
