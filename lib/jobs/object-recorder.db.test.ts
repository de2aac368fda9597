import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import type { NewFrame } from "../frames/schema.ts";
import { silentLogger } from "../log.ts";
import { asViewer } from "../testing/actors.ts";
import { pendingJob } from "../testing/jobs.ts";
import { setUpProcess } from "../testing/process.ts";
import { claimLease, finishLease, handBackLease } from "./lease-store.ts";
import { JobObjectsQuery, listJobObjects } from "./objects.ts";
import { openRecorder } from "./recorder.ts";
import type { Lease } from "./schema.ts";
import { findJob } from "./store.ts";

let open: OpenDb;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
});
afterAll(() => open.close());

async function claim(jobId: number): Promise<Lease> {
  const result = await claimLease(open.db, { jobId, workerId: 1, backendId: 1, keys: [], maxParallel: 100 });
  if (result.kind !== "claimed") throw new Error(result.kind);
  return result.lease;
}

async function record(lease: Lease) {
  const job = await findJob(open.db, lease.jobId);
  if (!job) throw new Error("no job");
  return openRecorder(open.db, { job, lease, signal: new AbortController().signal, log: silentLogger });
}

const item = (name: string, status: string, operation = "created"): NewFrame => ({
  at: new Date(),
  attempt: 1,
  stage: "devices",
  proxmoxEndpointId: 7,
  event: "item_progress",
  level: "info",
  text: name,
  data: JSON.stringify({ phase: "devices", status, operation, item: { name, item_type: "node" } }),
});

const listed = async (jobId: number) => {
  const query = JobObjectsQuery.parse({ ordering: "name" });
  const { results } = await listJobObjects(asViewer(open.db), jobId, query);
  return results.map((object) => `${object.name} ${object.status} ${object.operation} ${object.seq}`);
};

describe("the objects of a running job", () => {
  it("are stored with a checkpoint, each with the last word about it", async () => {
    const lease = await claim((await pendingJob(open.db)).id);
    const recorder = await record(lease);
    for (const frame of [item("b", "processing"), item("a", "processing"), item("b", "completed")])
      await recorder.emit(frame);
    await recorder.checkpoint();
    await recorder.emit(item("a", "failed"));
    await recorder.checkpoint();
    recorder.close();
    expect(await listed(lease.jobId)).toEqual(["a failed created 4", "b completed created 3"]);
    expect(await findJob(open.db, lease.jobId)).toMatchObject({ objectsSeq: 4, lastSeq: 4 });
  });

  it("are stored by nobody who lost the job, and completed by the worker that goes on with it", async () => {
    const { id } = await pendingJob(open.db);
    const first = await claim(id);
    const dying = await record(first);
    await dying.emit(item("a", "completed"));
    await dying.checkpoint();
    await handBackLease(open.db, first);
    await dying.emit(item("ghost", "completed"));
    await expect(dying.checkpoint()).rejects.toThrow("lease");
    dying.close();
    const next = await record(await claim(id));
    await next.emit(item("b", "completed"));
    await next.checkpoint();
    next.close();
    expect(await listed(id)).toEqual(["a completed created 1", "b completed created 2"]);
  });

  it("of a worker that died before it stored them are made from the frames by whoever asks", async () => {
    const { id } = await pendingJob(open.db);
    const lease = await claim(id);
    const recorder = await record(lease);
    await recorder.emit(item("a", "processing"));
    await recorder.emit(item("a", "completed", "updated"));
    await recorder.checkpoint();
    recorder.close();
    await finishLease(open.db, lease, {
      status: "errored",
      outcome: "lost",
      error: "The worker died.",
      errorCode: "WorkerLost",
      suggestion: null,
    });
    await open.pool.query("delete from job_objects where job_id = $1", [id]);
    await open.pool.query("update jobs set objects_seq = 0 where id = $1", [id]);
    expect(await listed(id)).toEqual(["a completed updated 2"]);
    expect(await findJob(open.db, id)).toMatchObject({ objectsSeq: 2 });
  });
});
