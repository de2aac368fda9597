import { afterEach, beforeEach, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { ring } from "#db/ring";
import { testDatabase } from "#db/testing";
import { silentLogger } from "#lib/log";
import { openQueues } from "./queues.ts";

let open: OpenDb;
beforeEach(async () => {
  open = await testDatabase();
});
afterEach(() => open.close());

/** A queue whose messages are answered with promises that the test settles. */
async function openHeld(url: string) {
  const begun: { jobId: number; end: () => void }[] = [];
  let atOnce = 0;
  let most = 0;
  let wake = () => {};
  const queues = await openQueues(url, silentLogger, {
    onJob: async (jobId) => {
      most = Math.max(most, ++atOnce);
      const ended = Promise.withResolvers<void>();
      begun.push({ jobId, end: ended.resolve });
      wake();
      await ended.promise;
      atOnce -= 1;
    },
    onDelivery: async () => {},
  });
  const hasBegun = async (count: number) => {
    while (begun.length < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { queues, begun, hasBegun, most: () => most };
}

it("a job that runs long holds up none of those that waited when the worker came", async () => {
  const jobs = Array.from({ length: 40 }, (_, index) => index + 1);
  for (const jobId of jobs) await ring(open.db, "proxbox-default", { jobId });
  const { queues, begun, hasBegun, most } = await openHeld(open.url);
  try {
    for (let count = 2; count <= jobs.length; count += 1) {
      await hasBegun(count);
      begun[count - 1]?.end();
    }
    expect(begun.map(({ jobId }) => jobId).sort((a, b) => a - b)).toEqual(jobs);
    expect(most()).toBeLessThanOrEqual(16);
  } finally {
    for (const { end } of begun) end();
    await queues.stop();
  }
});

it("no more jobs run at once than there are places, and a place that is free is taken", async () => {
  const { queues, begun, hasBegun, most } = await openHeld(open.url);
  try {
    for (let jobId = 1; jobId <= 20; jobId += 1) await ring(open.db, "proxbox-small", { jobId });
    await hasBegun(4);
    expect(most()).toBe(4);
    for (let turn = 0; turn < 20; turn += 1) {
      await hasBegun(turn + 1);
      begun[turn]?.end();
    }
    expect(most()).toBe(4);
  } finally {
    for (const { end } of begun) end();
    await queues.stop();
  }
});

it("whoever presses Sync Now does not wait for a queue full of other syncs", async () => {
  const { queues, begun, hasBegun } = await openHeld(open.url);
  try {
    for (let jobId = 1; jobId <= 30; jobId += 1) await ring(open.db, "proxbox-default", { jobId });
    await hasBegun(16);
    await ring(open.db, "proxbox-small", { jobId: 31 });
    await hasBegun(17);
    expect(begun.at(-1)?.jobId).toBe(31);
  } finally {
    for (const { end } of begun) end();
    await queues.stop();
  }
});
