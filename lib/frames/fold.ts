/**
 * One pure fold of frames, the same on server and browser: stage board, counts, progress and problems. Its state is
 * plain JSON, so that the worker stores it and a page goes on from there. `ok: true` is not success: what a backend
 * hides behind it (failed counts, degraded results, warnings) is counted in `signals`.
 */
import { type Counts, noCounts } from "../jobs/counts.ts";
import { stages } from "../sync/stages.ts";
import type { WireFrame } from "./schema.ts";
import { readSignals } from "./signals.ts";

export type StageView = {
  stage: string;
  proxmoxEndpointId: number | null;
  status: "running" | "completed" | "warning" | "failed" | "skipped";
  startedAt: string;
  completedAt: string | null;
  total: number | null;
  done: number;
  itemCounts: Counts;
  summaryCounts: Counts | null;
  signals: number;
};

export type Problem = {
  seq: number;
  stage: string;
  level: "warning" | "error";
  text: string;
  suggestion: string | null;
  category: string | null;
};

export type JobView = {
  seq: number;
  stages: StageView[];
  /** Index into `stages` of the one that runs. */
  current: number | null;
  signals: number;
  problems: Problem[];
  problemCount: number;
};

/** The first problems say the most; the rest are found in the log. */
const MAX_PROBLEMS = 200;

export const emptyJobView = (): JobView => ({
  seq: 0,
  stages: [],
  current: null,
  signals: 0,
  problems: [],
  problemCount: 0,
});

const byStep = new Map(stages.map((stage) => [stage.step, stage.syncType]));

/** Takes one more frame; a frame that was seen already changes nothing. */
export function foldFrame(view: JobView, frame: WireFrame): JobView {
  if (frame.seq <= view.seq) return view;
  const data = asRecord(frame.data);
  const next = moveStage({ ...view, seq: frame.seq }, frame, data);
  const signals = frame.event === "console" ? 0 : readSignals(frame.event, frame.level, data);
  const counted = countFrame(next, frame, data, signals);
  return addProblem({ ...counted, signals: counted.signals + signals }, frame, data);
}

function moveStage(view: JobView, frame: WireFrame, data: Record<string, unknown>): JobView {
  if (frame.event === "console") return moveByConsole(view, frame, data);
  if (frame.event !== "step" || "payload" in data || frame.stage !== "full-update") return view;
  const syncType = byStep.get(String(data.step)) ?? String(data.step);
  if (syncType === "stream") return view;
  if (data.status === "started") return startStage(view, frame, syncType);
  if (data.status === "completed") return endStage(view, frame, "completed");
  return view;
}

function moveByConsole(view: JobView, frame: WireFrame, data: Record<string, unknown>): JobView {
  if (data.kind === "stage_started") return startStage(view, frame, frame.stage);
  if (data.kind === "stage_skipped") return endStage(startStage(view, frame, frame.stage), frame, "skipped");
  if (data.kind === "stage_finished") return finishStage(view, frame, data);
  return view;
}

/** Ends the stage that the console names, and with it whatever the backend left running inside of it. */
function finishStage(view: JobView, frame: WireFrame, data: Record<string, unknown>): JobView {
  const said =
    data.status === "failed" || data.status === "skipped" || data.status === "warning" ? data.status : "completed";
  const stages = view.stages.map((stage) => {
    if (stage.status !== "running" || stage.proxmoxEndpointId !== frame.proxmox_endpoint_id) return stage;
    const status = said === "completed" && stage.signals > 0 ? "warning" : said;
    return { ...stage, status, completedAt: frame.at } satisfies StageView;
  });
  return { ...view, stages, current: null };
}

function startStage(view: JobView, frame: WireFrame, stage: string): JobView {
  const fresh: StageView = {
    stage,
    proxmoxEndpointId: frame.proxmox_endpoint_id,
    status: "running",
    startedAt: frame.at,
    completedAt: null,
    total: null,
    done: 0,
    itemCounts: noCounts,
    summaryCounts: null,
    signals: 0,
  };
  const again = view.stages.findIndex(
    (known) => known.stage === stage && known.proxmoxEndpointId === fresh.proxmoxEndpointId,
  );
  if (again < 0) return { ...view, stages: [...view.stages, fresh], current: view.stages.length };
  return { ...view, stages: view.stages.with(again, fresh), current: again };
}

function endStage(view: JobView, frame: WireFrame, status: "completed" | "failed" | "skipped"): JobView {
  const stage = view.current === null ? undefined : view.stages[view.current];
  if (view.current === null || !stage) return view;
  const honest = status === "completed" && stage.signals > 0 ? "warning" : status;
  const ended: StageView = { ...stage, status: honest, completedAt: frame.at };
  return { ...view, stages: view.stages.with(view.current, ended), current: null };
}

function countFrame(view: JobView, frame: WireFrame, data: Record<string, unknown>, signals: number): JobView {
  const index = view.current;
  const stage = index === null ? undefined : view.stages[index];
  if (index === null || !stage || frame.event === "console") return view;
  const counted = countInStage(stage, frame, data);
  if (counted === stage && signals === 0) return view;
  return { ...view, stages: view.stages.with(index, { ...counted, signals: counted.signals + signals }) };
}

function countInStage(stage: StageView, frame: WireFrame, data: Record<string, unknown>): StageView {
  if (frame.event === "discovery" && data.phase !== "full-update") {
    return { ...stage, total: (stage.total ?? 0) + number(data.count) };
  }
  if (frame.event === "item_progress" && data.status !== "processing" && data.status !== "started") {
    return { ...stage, done: stage.done + 1, itemCounts: addOperation(stage.itemCounts, String(data.operation)) };
  }
  if (frame.event === "phase_summary") {
    return { ...stage, summaryCounts: addResult(stage.summaryCounts ?? noCounts, asRecord(data.result)) };
  }
  if (frame.event === "step" && "payload" in data) return countLegacy(stage, frame, data);
  if (frame.event === "step" && data.status === "completed") return countResult(stage, asRecord(data.result));
  return stage;
}

/** Object lines of the old style: counted as progress where no structured lines come, failures always. */
function countLegacy(stage: StageView, frame: WireFrame, data: Record<string, unknown>): StageView {
  if (!data.rowid) return stage;
  if (frame.level === "error")
    return { ...stage, itemCounts: { ...stage.itemCounts, failed: stage.itemCounts.failed + 1 } };
  return data.status === "completed" && stage.itemCounts.created + stage.itemCounts.updated === 0
    ? { ...stage, done: stage.done + 1 }
    : stage;
}

/** What only the end of a stage tells: `{created, updated, …}` of the stages without object lines. */
function countResult(stage: StageView, result: Record<string, unknown>): StageView {
  if (stage.summaryCounts !== null || total(stage.itemCounts) > 0 || !("created" in result || "updated" in result))
    return stage;
  return { ...stage, summaryCounts: addResult(noCounts, { ...result, failed: result.errors }) };
}

function addProblem(view: JobView, frame: WireFrame, data: Record<string, unknown>): JobView {
  if (frame.level !== "warning" && frame.level !== "error") return view;
  if (isEcho(frame, data)) return view;
  const problemCount = view.problemCount + 1;
  if (view.problems.length >= MAX_PROBLEMS) return { ...view, problemCount };
  const problem: Problem = {
    seq: frame.seq,
    stage: view.current === null ? frame.stage : (view.stages[view.current]?.stage ?? frame.stage),
    level: frame.level,
    text: frame.text,
    suggestion: typeof data.suggestion === "string" ? data.suggestion : null,
    category: typeof data.category === "string" ? data.category : null,
  };
  return { ...view, problemCount, problems: [...view.problems, problem] };
}

/** The console's own sentence about warnings that were lines before it says nothing new. */
const isEcho = (frame: WireFrame, data: Record<string, unknown>): boolean =>
  frame.event === "console" &&
  (data.kind === "finished" ||
    (data.kind === "stage_finished" && frame.level === "warning" && data.status !== "failed"));

/** The counts of one stage: the backend's own summary when it gave one, else its object lines. */
export function stageCounts(stage: StageView): Counts {
  const counts = stage.summaryCounts ?? stage.itemCounts;
  return { ...counts, failed: Math.max(counts.failed, stage.itemCounts.failed), warnings: stage.signals };
}

/** The counts of all stages together. */
export function jobCounts(view: JobView): Counts {
  return view.stages.map(stageCounts).reduce(addCounts, noCounts);
}

export function addCounts(a: Counts, b: Counts): Counts {
  const names = Object.keys(noCounts) as (keyof Counts)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Counts;
}

function addOperation(counts: Counts, operation: string): Counts {
  if (operation === "would_delete") return counts;
  const name = operation in counts ? (operation as keyof Counts) : "unchanged";
  return { ...counts, [name]: counts[name] + 1 };
}

function addResult(counts: Counts, result: Record<string, unknown>): Counts {
  const created = number(result.created);
  const updated = number(result.updated);
  const failed = number(result.failed);
  const skipped = number(result.skipped);
  const deleted = number(result.deleted) + number(result.soft_deleted);
  const unchanged = Math.max(0, number(result.total) - created - updated - failed - skipped - deleted);
  return addCounts(counts, { created, updated, failed, skipped, deleted, unchanged, warnings: 0 });
}

const total = (counts: Counts): number => Object.values(counts).reduce((sum, value) => sum + value, 0);

const number = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
