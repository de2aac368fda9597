import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { asViewer } from "../testing/actors.ts";
import { pendingJob } from "../testing/jobs.ts";
import { claimJob } from "./claim.ts";
import { finishJob } from "./finish.ts";
import { getJob } from "./get.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
});
afterAll(() => open.close());

const claim = (jobId: number, keys: string[], onConflict: "skip" | "queue", maxParallel = 9) =>
  claimJob(open.db, { jobId, workerId: 1, backendId: 1, keys, maxParallel, onConflict });
const read = (jobId: number) => getJob(asViewer(open.db), jobId);
const done = { status: "completed", outcome: "ok", error: null, errorCode: null, suggestion: null } as const;
/** How often the queue was rung for a job. */
const rings = async (jobId: number) =>
  (await open.pool.query("select 1 from pgboss.job where data->>'jobId' = $1", [String(jobId)])).rowCount;

describe("a job whose endpoint another one uses", () => {
  it("waits when it may, says for whom, and is rung when the other one ends", async () => {
    const [first, second] = [await pendingJob(open.db), await pendingJob(open.db)];
    const lease = await claim(first.id, ["a", "b"], "queue");
    expect(await claim(second.id, ["b"], "queue")).toBeNull();
    expect(await read(second.id)).toMatchObject({
      status: "pending",
      waiting_reason: `Waits for job ${first.id}, which uses the same endpoint.`,
      holder_job_id: first.id,
    });
    const before = await rings(second.id);
    if (lease) await finishJob(open.db, lease, done);
    expect(await rings(second.id)).toBe((before ?? 0) + 1);
    const next = await claim(second.id, ["b"], "queue");
    expect(await read(second.id)).toMatchObject({ status: "running", waiting_reason: null, holder_job_id: null });
    if (next) await finishJob(open.db, next, done);
  });

  it("ends as skipped otherwise, with a link to the holder", async () => {
    const [first, second] = [await pendingJob(open.db), await pendingJob(open.db)];
    const lease = await claim(first.id, ["c"], "skip");
    expect(await claim(second.id, ["c"], "skip")).toBeNull();
    expect(await read(second.id)).toMatchObject({
      status: "completed",
      outcome: "skipped",
      error: "Another sync job is already running",
      holder_job_id: first.id,
    });
    if (lease) await finishJob(open.db, lease, done);
  });
});

it("a job beyond what may run on its backend waits, and says how many run", async () => {
  const [first, second] = [await pendingJob(open.db), await pendingJob(open.db)];
  const lease = await claim(first.id, ["d"], "skip", 1);
  expect(await claim(second.id, ["e"], "skip", 1)).toBeNull();
  expect(await read(second.id)).toMatchObject({
    status: "pending",
    waiting_reason: "Waits for its turn: 1 jobs already run on this backend.",
  });
  if (lease) await finishJob(open.db, lease, done);
  expect(await claim(second.id, ["e"], "skip", 1)).not.toBeNull();
});
