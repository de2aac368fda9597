import { describe, expect, it } from "vitest";
import type { WireJob } from "#lib/jobs/wire";
import type { SyncTarget } from "./sync-target.ts";
import { exitCodeOf, waitForJob } from "./wait-for-job.ts";

const job = (values: Partial<WireJob>): WireJob =>
  ({ id: 7, status: "pending", outcome: null, progress: null, waiting_reason: null, ...values }) as WireJob;

/** Answers each state once and the last one for ever. */
function target(states: WireJob[], hasWorker = true): SyncTarget {
  let turn = 0;
  return {
    enqueue: async () => job({}),
    read: async () => states[Math.min(turn++, states.length - 1)] ?? job({}),
    hasWorker: async () => hasWorker,
  };
}

describe("waiting for a job", () => {
  it("returns the job when it has ended", async () => {
    const states = [job({}), job({ status: "running" }), job({ status: "completed", outcome: "warnings" })];
    const ended = await waitForJob(target(states), 7, { timeoutMs: 60_000, pollMs: 0 });
    expect(ended.outcome).toBe("warnings");
  });

  it("gives up with 6 when the time is over, and says that the job goes on", async () => {
    const waiting = waitForJob(target([job({ status: "running" })]), 7, { timeoutMs: -1, pollMs: 0 });
    await expect(waiting).rejects.toMatchObject({
      exitCode: 6,
      message: "Job 7 is still running; it goes on without us.",
    });
  });

  it("gives up with 4 when no worker takes it", async () => {
    const waiting = waitForJob(target([job({})], false), 7, { timeoutMs: 60_000, pollMs: 0, workerGraceMs: -1 });
    await expect(waiting).rejects.toMatchObject({ exitCode: 4 });
  });

  it("goes on while the job runs, although no worker says that it takes more", async () => {
    const states = [
      job({ status: "running" }),
      job({ status: "running" }),
      job({ status: "completed", outcome: "ok" }),
    ];
    const ended = await waitForJob(target(states, false), 7, { timeoutMs: 60_000, pollMs: 0, workerGraceMs: 0 });
    expect(ended.outcome).toBe("ok");
  });

  it.each([
    ["ok", 0],
    ["failed", 1],
    ["lost", 1],
    ["warnings", 2],
    ["skipped", 3],
    ["cancelled", 5],
  ] as const)("makes %s the exit code %i", (outcome, code) => {
    expect(exitCodeOf({ outcome })).toBe(code);
  });
});
