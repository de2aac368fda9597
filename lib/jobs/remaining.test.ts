import { describe, expect, it } from "vitest";
import { seededRandom } from "../simulator/random.ts";
import { agedRemaining, remainingSeconds, type StepNow } from "./remaining.ts";
import { isSlow, learnStage, quantile, type StageRun } from "./usual.ts";

const run = (seconds: number, objects = 0): StageRun => ({ seconds, objects, isSkipped: false });
const usualOf = (...runs: StageRun[]) => learnStage(runs);

const step = (values: Partial<StepNow>): StepNow => ({
  proxmoxEndpointId: 1,
  status: "pending",
  seconds: null,
  done: 0,
  total: null,
  usual: null,
  ...values,
});

describe("what a stage usually takes", () => {
  it("is learnt as time per object where the size explains it, else as one time", () => {
    const sized = usualOf(run(40, 400), run(20, 200), run(30, 300), run(10, 100));
    expect(sized).toMatchObject({ base_seconds: 0, runs: 4, objects: 400 });
    expect(sized?.seconds_per_object).toBeCloseTo(0.1);
    const flat = usualOf(run(5, 400), run(5.1, 100), run(4.9, 900), run(5, 250));
    expect(flat).toMatchObject({ base_seconds: 5, seconds_per_object: 0 });
    const both = usualOf(run(14, 400), run(12, 200), run(13, 300), run(11, 100), run(19, 900));
    expect(both?.base_seconds).toBeCloseTo(10);
    expect(both?.seconds_per_object).toBeCloseTo(0.01);
  });

  it("is nothing for a stage that the plan left out the last time, and unknown without a run", () => {
    expect(usualOf({ seconds: 0, objects: 0, isSkipped: true }, run(9))).toMatchObject({ median_seconds: 0 });
    expect(usualOf()).toBeNull();
  });

  it("marks a run as slow above the p95 of at least five, and only by a time that is felt", () => {
    const usual = usualOf(run(10), run(11), run(9), run(10), run(12));
    expect(usual?.p95_seconds).toBeCloseTo(11.8);
    expect([12.2, 12.4].map((seconds) => isSlow(seconds, usual))).toEqual([false, true]);
    expect(isSlow(99, usualOf(run(10), run(11), run(9), run(10)))).toBe(false);
    expect(isSlow(null, usual)).toBe(false);
  });
});

describe("the time left", () => {
  const usual = usualOf(run(100, 100), run(100, 100), run(100, 100));

  it("is unknown while a stage that is to run was never seen, and zero after the last", () => {
    expect(remainingSeconds([step({ usual }), step({})])).toBeNull();
    expect(remainingSeconds([])).toBeNull();
    expect(remainingSeconds([step({ status: "completed", seconds: 9, usual })])).toBe(0);
  });

  it("is the usual time before anything has started, and grows with what is discovered", () => {
    expect(remainingSeconds([step({ usual }), step({ usual })])).toBeCloseTo(200);
    const discovered = step({ usual, status: "running", seconds: 0, total: 200 });
    expect(remainingSeconds([discovered, step({ usual })])).toBeCloseTo(400);
  });

  it("follows the pace of this run", () => {
    const twiceAsSlow = step({ usual, status: "running", seconds: 160, done: 80, total: 100 });
    const left = remainingSeconds([twiceAsSlow]) ?? 0;
    expect(left).toBeGreaterThan(35);
    expect(left).toBeLessThan(42);
  });

  it("counts an endpoint that failed as over", () => {
    const failed = step({ status: "failed", seconds: 3, usual });
    expect(remainingSeconds([failed, step({ status: "skipped", usual })])).toBe(0);
  });

  it("runs down between two words of the worker, and not to nothing before the end", () => {
    expect([0, 30, 600].map((age) => agedRemaining(60, age))).toEqual([60, 30, 3]);
  });
});

type StagePlan = { base: number; perObject: number; perVm: number; hasLines: boolean };

/** Stages as a real cluster shows them: some grow with its guests, some are constant, some give no object lines. */
const plans: StagePlan[] = [
  { base: 0.5, perObject: 0.4, perVm: 0, hasLines: true },
  { base: 0.5, perObject: 0.1, perVm: 0.05, hasLines: true },
  { base: 2, perObject: 0.12, perVm: 1, hasLines: true },
  { base: 1, perObject: 0.02, perVm: 6, hasLines: false },
  { base: 0.5, perObject: 0.05, perVm: 2, hasLines: true },
  { base: 1, perObject: 0.04, perVm: 1.5, hasLines: false },
  { base: 0.5, perObject: 0.05, perVm: 1.8, hasLines: true },
  { base: 3, perObject: 0, perVm: 0, hasLines: false },
];

/** One run: each stage with its objects and its true time, under one load of the backend. */
function simulate(random: ReturnType<typeof seededRandom>, vms: number) {
  const noise = (spread: number) =>
    Math.exp(spread * (random.next() + random.next() + random.next() + random.next() - 2) * Math.sqrt(3));
  const load = noise(0.15);
  return plans.map((plan) => {
    const objects = plan.perObject === 0 ? 0 : Math.max(1, Math.round(5 + plan.perVm * vms * noise(0.05)));
    return { plan, objects, seconds: (plan.base + plan.perObject * objects) * load * noise(0.12) };
  });
}

/** The job at half of its true time, as the fold would show it. */
function atHalf(stages: ReturnType<typeof simulate>, history: StageRun[][]): { steps: StepNow[]; left: number } {
  const whole = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  let spent = 0;
  const steps = stages.map((stage, index): StepNow => {
    const startsAt = spent;
    spent += stage.seconds;
    const usual = learnStage(history[index] ?? []);
    const objects = stage.objects || null;
    const elapsed = Math.min(stage.seconds, whole / 2 - startsAt);
    if (elapsed <= 0) return step({ usual });
    if (elapsed === stage.seconds) {
      return step({ usual, status: "completed", seconds: elapsed, done: stage.objects, total: objects });
    }
    if (!stage.plan.hasLines) return step({ usual, status: "running", seconds: elapsed });
    const done = Math.floor(stage.objects * (elapsed / stage.seconds));
    return step({ usual, status: "running", seconds: elapsed, done, total: objects });
  });
  return { steps, left: whole / 2 };
}

it("is off by at most 15 % in the median at half-way after five runs, over clusters of many sizes that change", () => {
  const random = seededRandom(41);
  const errors: number[] = [];
  for (let installation = 0; installation < 300; installation += 1) {
    let vms = random.int(10, 3_000);
    const history: StageRun[][] = plans.map(() => []);
    for (let past = 0; past < 5; past += 1) {
      const stages = simulate(random, vms);
      for (const [index, stage] of stages.entries()) history[index]?.unshift(run(stage.seconds, stage.objects));
      vms = Math.max(5, Math.round(vms * (0.8 + random.next() * 0.5)));
    }
    const { steps, left } = atHalf(simulate(random, vms), history);
    errors.push(Math.abs((remainingSeconds(steps) ?? 0) - left) / left);
  }
  const median = quantile(errors, 0.5);
  expect(median, `the median error is ${(median * 100).toFixed(1)} %`).toBeLessThanOrEqual(0.15);
  expect(quantile(errors, 0.95)).toBeLessThanOrEqual(0.5);
});
