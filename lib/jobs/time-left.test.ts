import { describe, expect, it } from "vitest";
import { emptyJobView, foldFrame, type JobView } from "../frames/fold.ts";
import type { WireFrame } from "../frames/schema.ts";
import { readProgress } from "./progress.ts";
import { type PlannedStep, timeLeft } from "./time-left.ts";
import type { StageUsual } from "./wire.ts";

const START_MS = Date.parse("2026-11-25T12:00:00.000Z");
const at = (second: number) => new Date(START_MS + second * 1000).toISOString();

const usual = (values: Partial<StageUsual>): StageUsual => ({
  runs: 5,
  median_seconds: 100,
  p95_seconds: 110,
  objects: 0,
  base_seconds: 100,
  seconds_per_object: 0,
  ...values,
});

const step = (sync_type: string, values: Partial<PlannedStep> = {}): PlannedStep => ({
  sync_type,
  proxmox_endpoint_id: 1,
  status: "pending",
  started_at: null,
  completed_at: null,
  usual: usual({}),
  ...values,
});

type Told = [second: number, stage: string, event: string, data: unknown];

const fold = (...told: Told[]): JobView =>
  told
    .map(([second, stage, event, data], index): WireFrame => {
      const seq = index + 1;
      return { seq, at: at(second), attempt: 1, stage, proxmox_endpoint_id: 1, event, level: "info", text: "", data };
    })
    .reduce(foldFrame, emptyJobView());

const started = (second: number, stage: string): Told => [second, stage, "console", { kind: "stage_started" }];

describe("the time left of a job as its frames come", () => {
  it("knows by the frames that a stage runs before its row does, and leaves the preflight out", () => {
    const steps = [step("preflight", { usual: null }), step("devices"), step("storage")];
    expect(timeLeft(steps, fold(started(0, "devices")), START_MS + 40_000)).toBeCloseTo(160);
  });

  it("measures a stage by its discovered objects", () => {
    const sized = usual({ objects: 10, base_seconds: 0, seconds_per_object: 10 });
    const view = fold(
      started(0, "devices"),
      [0, "devices", "discovery", { phase: "devices", count: 2 }],
      [10, "devices", "item_progress", { status: "success", operation: "created" }],
    );
    expect(timeLeft([step("devices", { usual: sized })], view, START_MS + 10_000)).toBeCloseTo(10);
  });

  it("measures a single stream by all the objects of its inner stages, and by its own end", () => {
    const whole = usual({ objects: 4, base_seconds: 0, seconds_per_object: 25 });
    const steps = [step("full-update", { usual: whole })];
    const item: Told = [30, "full-update", "item_progress", { status: "success", operation: "unchanged" }];
    const begun: Told[] = [
      started(0, "full-update"),
      [1, "full-update", "step", { step: "devices", status: "started" }],
      item,
      item,
      [50, "full-update", "step", { step: "devices", status: "completed" }],
    ];
    expect(timeLeft(steps, fold(...begun), START_MS + 50_000)).toBeCloseTo(50);
    const ended: Told = [60, "full-update", "console", { kind: "stage_finished", status: "completed" }];
    expect(timeLeft(steps, fold(...begun, ended), START_MS + 60_000)).toBe(0);
  });

  it("judges a single stream by what the stages inside of it took, and by those that it passed", () => {
    const { parts: _, ...part } = usual({ median_seconds: 10, base_seconds: 10 });
    const parts = ["devices", "storage", "virtual-machines"].map((sync_type) => ({ sync_type, ...part }));
    const steps = [step("full-update", { usual: usual({ parts }) })];
    expect(timeLeft(steps, emptyJobView(), START_MS)).toBeCloseTo(30);
    const inner = (second: number, name: string, status: string): Told => [
      ...([second, "full-update", "step"] as const),
      { step: name, status },
    ];
    const begun = [started(0, "full-update"), inner(0, "devices", "started"), inner(10, "devices", "completed")];
    expect(timeLeft(steps, fold(...begun), START_MS + 10_000)).toBeCloseTo(20);
    expect(timeLeft(steps, fold(...begun, inner(10, "virtual-machines", "started")), START_MS + 14_000)).toBeCloseTo(6);
  });

  it("is unknown for a stage without a past", () => {
    expect(timeLeft([step("devices", { usual: null })], emptyJobView(), START_MS)).toBeNull();
  });

  it("runs down from what the worker stored, and is left as it is when nobody said when", () => {
    const progress = {
      stage: "devices",
      stage_index: 1,
      stage_count: 2,
      done: 0,
      total: null,
      percent: 0,
      eta_seconds: 60.4,
    };
    const now = new Date(at(20));
    expect(readProgress({ ...progress, said_at: at(0) }, now)?.eta_seconds).toBe(40);
    expect(readProgress(progress, now)?.eta_seconds).toBe(60.4);
    expect(readProgress({ done: 1 }, now)).toBeNull();
  });
});
