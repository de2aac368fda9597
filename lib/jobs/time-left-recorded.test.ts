import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyJobView, foldFrame, type JobView, type StageView, stageCounts } from "../frames/fold.ts";
import { parseFrame } from "../frames/parse.ts";
import type { WireFrame } from "../frames/schema.ts";
import { toWireFrame } from "../frames/wire.ts";
import { recordOf } from "../json.ts";
import { type Random, seededRandom } from "../simulator/random.ts";
import { readSse } from "../sse/read.ts";
import { objectCount } from "./counts.ts";
import { type PlannedStep, timeLeft } from "./time-left.ts";
import { learnStage, quantile, type StageRun } from "./usual.ts";
import { partRuns } from "./usual-store.ts";

/**
 * Full syncs as a real backend streamed them: of four guests, of the same into a real NetBox, and of forty. Each stage
 * said at its end how long it took; its lines are spread over that time. A cluster was recorded once under the same
 * conditions, so the other runs of it are made: the same lines under another load.
 */
const FOLDER = join(import.meta.dirname, "../testing/streams");
const recorded = ["ok.first-run", "ok.real-netbox", "ok.40-guests"];
const START_MS = Date.parse("2026-11-25T12:00:00.000Z");
const EARLIER_RUNS = 5;
const TRIES = 25;

type Said = Omit<WireFrame, "at">;
/** Lines up to the end of a stage, and how long they took together. */
type Part = { lines: Said[]; ms: number };
type Run = { frames: WireFrame[]; endMs: number };

async function partsOf(name: string): Promise<Part[]> {
  const bytes = readFileSync(join(FOLDER, `full-update.${name}.sse`));
  const once = async function* () {
    yield bytes;
  };
  const parts: Part[] = [{ lines: [], ms: 0 }];
  let seq = 0;
  for await (const message of readSse(once())) {
    seq += 1;
    const place = { stage: "full-update", attempt: 1, proxmoxEndpointId: 1, at: new Date(START_MS) };
    const { at: _, ...said } = toWireFrame({ ...parseFrame(message, place), seq });
    const part = parts.at(-1);
    part?.lines.push(said);
    const seconds = recordOf(said.data)?.duration_seconds;
    if (part && typeof seconds === "number") {
      part.ms = seconds * 1000;
      parts.push({ lines: [], ms: 0 });
    }
  }
  return parts;
}

type Pace = { load: number; spread: number; slow?: { part: number; times: number } };

/** A run of the recorded lines, in a time of its own. */
function play(parts: readonly Part[], random: Random, { load, spread, slow }: Pace): Run {
  let nowMs = START_MS;
  const frames = parts.flatMap(({ lines, ms }, index) => {
    const own = Math.exp(spread * bell(random)) * (slow?.part === index ? slow.times : 1);
    return lines.map((said): WireFrame => {
      nowMs += (ms * load * own) / lines.length;
      return { ...said, at: new Date(nowMs).toISOString() };
    });
  });
  return { frames, endMs: nowMs };
}

/** About a normal distribution: most near 0, few beyond 2. */
const bell = (random: Random): number =>
  (random.next() + random.next() + random.next() + random.next() - 2) * Math.sqrt(3);

/** Two thirds of a run are one stage that tells no progress: no forecast is better than its backend is even. */
const usualPace = (random: Random): Pace => ({ load: Math.exp(0.1 * bell(random)), spread: 0.1 });

const viewAt = (frames: readonly WireFrame[], atMs: number): JobView =>
  frames.filter((frame) => Date.parse(frame.at) <= atMs).reduce(foldFrame, emptyJobView());

/** How the product plans it: a stream for each stage, or one for all of them. */
type Plan = "stages" | "full-update";

/** What a run leaves behind of each of its steps. */
function pastOf({ frames, endMs }: Run, plan: Plan): Map<string, StageRun> {
  const { stages } = viewAt(frames, endMs);
  const objectsOf = (stage: StageView) => objectCount(stageCounts(stage));
  if (plan === "full-update") {
    const objects = stages.reduce((sum, stage) => sum + objectsOf(stage), 0);
    const whole = { seconds: (endMs - START_MS) / 1000, objects, isSkipped: false, parts: partRuns(stages, 1) };
    return new Map([["full-update", whole]]);
  }
  return new Map(
    stages.map((stage) => {
      const ms = Date.parse(stage.completedAt ?? "") - Date.parse(stage.startedAt ?? "");
      return [stage.stage, { seconds: ms / 1000, objects: objectsOf(stage), isSkipped: false }];
    }),
  );
}

/** The plan of the next run, with what was learnt from five. */
function planAfter(parts: readonly Part[], random: Random, plan: Plan): PlannedStep[] {
  const pasts = Array.from({ length: EARLIER_RUNS }, () => pastOf(play(parts, random, usualPace(random)), plan));
  return [...(pasts[0]?.keys() ?? [])].map((sync_type) => ({
    sync_type,
    ...{ proxmox_endpoint_id: 1, started_at: plan === "stages" ? null : new Date(START_MS).toISOString() },
    ...{ status: plan === "stages" ? ("pending" as const) : ("running" as const), completed_at: null },
    usual: learnStage(pasts.map((past) => past.get(sync_type)).filter((run) => run !== undefined)),
  }));
}

const parts = new Map<string, Part[]>();
beforeAll(async () => {
  for (const name of recorded) parts.set(name, await partsOf(name));
});

describe.each(["stages", "full-update"] as const)("the time left of recorded streams, planned as %s", (plan) => {
  it("is off by at most 15 % in the median at half-way after five runs", () => {
    const random = seededRandom(7);
    const errors = [...parts.values()].flatMap((lines) =>
      Array.from({ length: TRIES }, () => {
        const steps = planAfter(lines, random, plan);
        const { frames, endMs } = play(lines, random, usualPace(random));
        const leftMs = (endMs - START_MS) / 2;
        const said = timeLeft(steps, viewAt(frames, endMs - leftMs), endMs - leftMs) ?? Number.NaN;
        return Math.abs(said * 1000 - leftMs) / leftMs;
      }),
    );
    const median = quantile(errors, 0.5);
    expect(median, `the median error is ${(median * 100).toFixed(1)} %`).toBeLessThanOrEqual(0.15);
  });

  it.each(recorded)("%s: neither jumps nor runs out before the end", (name) => {
    const random = seededRandom(8);
    const lines = parts.get(name) ?? [];
    const steps = planAfter(lines, random, plan);
    for (const at of shareOfTime(play(lines, random, { load: 1, spread: 0 }), steps)) {
      expect(at.left, `at ${at.share}`).toBeGreaterThan(0);
      expect(at.share + at.left, `foretold at ${at.share}`).toBeGreaterThan(0.65);
      expect(at.share + at.left, `foretold at ${at.share}`).toBeLessThan(1.25);
    }
  });

  it.each(recorded)("%s: goes on where the longest stage takes ten times as long as ever", (name) => {
    const random = seededRandom(9);
    const lines = parts.get(name) ?? [];
    const steps = planAfter(lines, random, plan);
    const slow = { part: lines.reduce((most, { ms }, at) => (ms > (lines[most]?.ms ?? 0) ? at : most), 0), times: 10 };
    for (const at of shareOfTime(play(lines, random, { load: 1, spread: 0, slow }), steps)) {
      expect(at.left, `at ${at.share}`).toBeGreaterThan(0);
      expect(at.share + at.left, `foretold at ${at.share}`).toBeLessThan(1.5);
    }
  });
});

const MOMENTS = 50;

/** What is said to be left at each fiftieth of a run, both as shares of its whole time. */
function shareOfTime({ frames, endMs }: Run, steps: readonly PlannedStep[]): { share: number; left: number }[] {
  const wholeMs = endMs - START_MS;
  return Array.from({ length: MOMENTS }, (_, index) => {
    const atMs = START_MS + (wholeMs * index) / MOMENTS;
    const left = timeLeft(steps, viewAt(frames, atMs), atMs) ?? Number.NaN;
    return { share: index / MOMENTS, left: (left * 1000) / wholeMs };
  });
}
