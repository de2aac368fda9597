import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { asViewer } from "../testing/actors.ts";
import { pendingJob } from "../testing/jobs.ts";
import { JobParams } from "./schema.ts";
import { readTrend } from "./trend.ts";
import { listUsualStages } from "./usual-stages.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
});
afterAll(() => open.close());

const now = new Date("2026-11-25T15:00:00.000Z");

async function ended(at: string, outcome: string, seconds: number, params: Record<string, unknown> = {}) {
  const job = await pendingJob(open.db, { params: JobParams.parse(params) });
  await open.pool.query(
    `update jobs set status = 'completed', outcome = $2, completed_at = $3::timestamptz,
       started_at = $3::timestamptz - make_interval(secs => $4) where id = $1`,
    [job.id, outcome, at, seconds],
  );
  return job.id;
}

it("counts each day of a window by outcome, and takes the runtime from full syncs that ended in order", async () => {
  await ended("2026-11-22T23:30:00Z", "ok", 1);
  await ended("2026-11-23T00:30:00Z", "ok", 60);
  await ended("2026-11-23T04:00:00Z", "warnings", 120);
  await ended("2026-11-23T05:00:00Z", "failed", 900);
  await ended("2026-11-23T05:00:00Z", "ok", 5, { sync_types: ["devices"] });
  await ended("2026-11-25T14:00:00Z", "lost", 7);
  await ended("2026-11-25T14:00:00Z", "cancelled", 7);
  const days = await readTrend(asViewer(open.db), { days: 3, timeZone: "UTC", now });
  expect(days).toEqual([
    { day: "2026-11-23", ok: 2, warnings: 1, failed: 1, other: 0, medianSeconds: 90, longestSeconds: 120 },
    { day: "2026-11-24", ok: 0, warnings: 0, failed: 0, other: 0, medianSeconds: null, longestSeconds: null },
    { day: "2026-11-25", ok: 0, warnings: 0, failed: 1, other: 1, medianSeconds: null, longestSeconds: null },
  ]);
  const inTokyo = await readTrend(asViewer(open.db), { days: 4, timeZone: "Asia/Tokyo", now });
  expect(inTokyo.map(({ day, ok }) => [day, ok])).toEqual([
    ["2026-11-23", 3],
    ["2026-11-24", 0],
    ["2026-11-25", 0],
    ["2026-11-26", 0],
  ]);
});

it("puts each job into the day of the reader's own clock, also on the days of 23 and 25 hours", async () => {
  const inBerlin = async (nowAt: string) => {
    const window = { days: 3, timeZone: "Europe/Berlin", now: new Date(nowAt) };
    return (await readTrend(asViewer(open.db), window)).map(({ day, other }) => [day, other]);
  };
  // Summer time ends on 2025-10-26: the day starts at 22:00 UTC and ends at 23:00 UTC.
  for (const at of ["2025-10-25T21:59:59Z", "2025-10-25T22:00:00Z", "2025-10-26T22:59:59Z", "2025-10-26T23:00:00Z"])
    await ended(at, "skipped", 1);
  expect(await inBerlin("2025-10-27T12:00:00Z")).toEqual([
    ["2025-10-25", 1],
    ["2025-10-26", 2],
    ["2025-10-27", 1],
  ]);
  // It begins on 2025-03-30: from 23:00 to 22:00 UTC.
  for (const at of ["2025-03-29T22:59:59Z", "2025-03-29T23:00:00Z", "2025-03-30T21:59:59Z", "2025-03-30T22:00:00Z"])
    await ended(at, "skipped", 1);
  expect(await inBerlin("2025-03-31T00:30:00Z")).toEqual([
    ["2025-03-29", 1],
    ["2025-03-30", 2],
    ["2025-03-31", 1],
  ]);
  // The window itself begins with a day of 25 hours.
  expect((await inBerlin("2025-10-28T12:00:00Z"))[0]).toEqual(["2025-10-26", 2]);
});

it("knows what each stage usually takes on each endpoint, in the order of a sync", async () => {
  const jobId = await ended("2026-11-25T14:00:00Z", "ok", 30);
  const add = (position: number, type: string, path: string, endpoint: number, seconds: number) =>
    open.pool.query(
      `insert into job_stages (job_id, position, sync_type, proxmox_endpoint_id, stream_path, status, started_at, completed_at)
       values ($1, $2, $3, $5, $4, 'completed', '2026-11-25T14:00:00Z', '2026-11-25T14:00:00Z'::timestamptz + make_interval(secs => $6))`,
      [jobId, position, type, path, endpoint, seconds],
    );
  await add(1, "storage", "virtualization/virtual-machines/storage/create/stream", 1, 4);
  await add(2, "devices", "dcim/devices/create/stream", 1, 2);
  await add(3, "devices", "dcim/devices/create/stream", 2, 3);
  const stages = await listUsualStages(asViewer(open.db), { endpointIds: [1, 2], now });
  const told = stages.map((stage) => [
    stage.title,
    [...stage.byEndpoint].map(([id, usual]) => [id, usual.median_seconds]),
  ]);
  expect(told).toEqual([
    [
      "Devices",
      [
        [1, 2],
        [2, 3],
      ],
    ],
    ["Storage", [[1, 4]]],
  ]);
});
