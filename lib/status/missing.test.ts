import { expect, it } from "vitest";
import type { LiveWorker } from "../workers/live.ts";
import { whatIsMissing } from "./missing.ts";

const worker = (values: Partial<LiveWorker>): LiveWorker => ({
  ...{ id: 1, name: "one:7", version: "1", state: "ready", missing: [], heartbeat_at: "2026-01-01T00:00:00.000Z" },
  ...values,
});
const up = { up: true, notifications: true };

it("nothing is missing while one worker takes jobs", () => {
  expect(whatIsMissing({ database: up, workers: [worker({ state: "draining" }), worker({})] })).toEqual([]);
});

it("names a database, notifications, a worker that does not run, and what a worker lacks", () => {
  expect(whatIsMissing({ database: { up: false, notifications: false }, workers: [] })).toEqual([
    "the database",
    "the database's notifications",
    "a worker that takes jobs: npm run start:worker",
  ]);
  const lacking = worker({ missing: ["the database's notifications"] });
  expect(whatIsMissing({ database: up, workers: [lacking, worker({})] })).toEqual([
    "worker one:7: the database's notifications",
  ]);
});
