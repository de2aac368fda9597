/**
 * One pure fold of frames, the same on server and browser: stage board, counts, progress and problems. Its state is
 * plain JSON, so that the worker stores it and a page goes on from there. `ok: true` is not success: what a backend
 * hides behind it (failed counts, degraded results, warnings) is counted in `signals`.
 */
import { type Counts, noCounts } from "../jobs/counts.ts";
import { type JsonRecord, numberOf, recordOf } from "../json.ts";
import { syncTypeOfStep } from "../sync/stages.ts";
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
  /** The object that it is about. */
  object?: string | null;
};

/** Problems that have one cause: how many, and where the first of them are. */
export type Cause = Omit<Problem, "seq"> & { count: number; seqs: number[] };

export type JobView = {
  seq: number;
  stages: StageView[];
  /** Index into `stages` of the one that runs. */
  current: number | null;
  signals: number;
  problems: Problem[];
  problemCount: number;
  /** All problems by their cause; missing in folds of an older release. */
  causes?: Cause[];
};

/** The first problems say the most; the rest are found in the log. */
const MAX_PROBLEMS = 200;
const MAX_CAUSES = 100;
/** Lines of one cause that are named. */
const MAX_SEQS = 20;

export const emptyJobView = (): JobView => ({
  seq: 0,
  stages: [],
  current: null,
  signals: 0,
  problems: [],
  problemCount: 0,
});

/** Takes one more frame; a frame that was seen already changes nothing. */
export function foldFrame(view: JobView, frame: WireFrame): JobView {
  if (frame.seq <= view.seq) return view;
  const data = recordOf(frame.data) ?? {};
  const next = moveStage({ ...view, seq: frame.seq }, frame, data);
  const signals = frame.event === "console" ? 0 : readSignals(frame.event, frame.level, data);
  const counted = countFrame(next, frame, data, signals);
  return addProblem({ ...counted, signals: counted.signals + signals }, frame, data);
}

function moveStage(view: JobView, frame: WireFrame, data: JsonRecord): JobView {
  if (frame.event === "console") return moveByConsole(view, frame, data);
  if (frame.event !== "step" || "payload" in data || frame.stage !== "full-update") return view;
  const syncType = syncTypeOfStep(String(data.step)) ?? String(data.step);
  if (syncType === "stream") return view;
  if (data.status === "started") return startStage(view, frame, syncType);
  if (data.status === "completed") return endStage(view, frame, "completed");
  return view;
}

function moveByConsole(view: JobView, frame: WireFrame, data: JsonRecord): JobView {
  if (data.kind === "stage_started") return startStage(view, frame, frame.stage);
  if (data.kind === "stage_skipped") return endStage(startStage(view, frame, frame.stage), frame, "skipped");
  if (data.kind === "stage_finished") return finishStage(view, frame, data);
  return view;
}

/** Ends the stage that the console names, and with it whatever the backend left running inside of it. */
function finishStage(view: JobView, frame: WireFrame, data: JsonRecord): JobView {
  const said =
    data.status === "failed" || data.status === "skipped" || data.status === "warning" ? data.status : "completed";
  const stages = view.stages.map((stage) => {
    if (stage.status !== "running" || stage.proxmoxEndpointId !== frame.proxmox_endpoint_id) return stage;
    return ended(stage, said, frame.at);
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
  return { ...view, stages: view.stages.with(view.current, ended(stage, status, frame.at)), current: null };
}

/** A stage with signs of trouble never ends as completed, whatever was said of it. */
function ended(stage: StageView, said: StageView["status"], at: string): StageView {
  const status = said === "completed" && stage.signals > 0 ? "warning" : said;
  return { ...stage, status, completedAt: at };
}

function countFrame(view: JobView, frame: WireFrame, data: JsonRecord, signals: number): JobView {
  const index = view.current;
  const stage = index === null ? undefined : view.stages[index];
  if (index === null || !stage || frame.event === "console") return view;
  const counted = countInStage(stage, frame, data);
  if (counted === stage && signals === 0) return view;
  return { ...view, stages: view.stages.with(index, { ...counted, signals: counted.signals + signals }) };
}

function countInStage(stage: StageView, frame: WireFrame, data: JsonRecord): StageView {
  if (frame.event === "discovery" && data.phase !== "full-update") {
    return { ...stage, total: (stage.total ?? 0) + numberOf(data.count) };
  }
  if (frame.event === "item_progress" && data.status !== "processing" && data.status !== "started") {
    return { ...stage, done: stage.done + 1, itemCounts: addOperation(stage.itemCounts, String(data.operation)) };
  }
  if (frame.event === "phase_summary") {
    return { ...stage, summaryCounts: addResult(stage.summaryCounts ?? noCounts, recordOf(data.result) ?? {}) };
  }
  if (frame.event === "step" && "payload" in data) return countLegacy(stage, frame, data);
  if (frame.event === "step" && data.status === "completed") return countResult(stage, recordOf(data.result) ?? {});
  return stage;
}

/** Object lines of the old style: counted as progress where no structured lines come, failures always. */
function countLegacy(stage: StageView, frame: WireFrame, data: JsonRecord): StageView {
  if (!data.rowid) return stage;
  if (frame.level === "error")
    return { ...stage, itemCounts: { ...stage.itemCounts, failed: stage.itemCounts.failed + 1 } };
  return data.status === "completed" && stage.itemCounts.created + stage.itemCounts.updated === 0
    ? { ...stage, done: stage.done + 1 }
    : stage;
}

/** What only the end of a stage tells: `{created, updated, …}` of the stages without object lines. */
function countResult(stage: StageView, result: JsonRecord): StageView {
  if (stage.summaryCounts !== null || total(stage.itemCounts) > 0 || !("created" in result || "updated" in result))
    return stage;
  return { ...stage, summaryCounts: addResult(noCounts, { ...result, failed: result.errors }) };
}

function addProblem(view: JobView, frame: WireFrame, data: JsonRecord): JobView {
  if (frame.level !== "warning" && frame.level !== "error") return view;
  if (isEcho(frame, data)) return view;
  const problem: Problem = {
    seq: frame.seq,
    stage: view.current === null ? frame.stage : (view.stages[view.current]?.stage ?? frame.stage),
    level: frame.level,
    text: frame.text,
    suggestion: typeof data.suggestion === "string" ? data.suggestion : null,
    category: typeof data.category === "string" ? data.category : null,
    object: objectOf(data),
  };
  const causes = addToCause(view.causes ?? causesOf(view.problems), problem);
  const problems = view.problems.length >= MAX_PROBLEMS ? view.problems : [...view.problems, problem];
  return { ...view, problemCount: view.problemCount + 1, problems, causes };
}

/** The same problems by their cause. */
export const causesOf = (problems: readonly Problem[]): Cause[] => problems.reduce<Cause[]>(addToCause, []);

function addToCause(causes: Cause[], { seq, ...problem }: Problem): Cause[] {
  const key = causeKey(problem);
  const index = causes.findIndex((cause) => causeKey(cause) === key);
  const known = causes[index];
  if (!known) return causes.length >= MAX_CAUSES ? causes : [...causes, { ...problem, count: 1, seqs: [seq] }];
  return causes.with(index, {
    ...known,
    suggestion: known.suggestion ?? problem.suggestion,
    count: known.count + 1,
    seqs: known.seqs.length < MAX_SEQS ? [...known.seqs, seq] : known.seqs,
  });
}

/** Two sentences that differ by their object, a number or a quoted name tell of the same cause. */
const causeKey = ({ level, stage, category, text, object }: Omit<Problem, "seq">): string => {
  const general = (object ? text.replaceAll(object, "…") : text).replaceAll(/'[^']*'|"[^"]*"|\d+/g, "…");
  return `${level}:${stage}:${category ?? general}`;
};

function objectOf(data: Record<string, unknown>): string | null {
  const name = recordOf(data.item)?.name;
  return typeof name === "string" && name !== "" ? name : null;
}

/** The console's own sentence about warnings that were lines before it says nothing new. */
const isEcho = (frame: WireFrame, data: JsonRecord): boolean =>
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

function addResult(counts: Counts, result: JsonRecord): Counts {
  const created = numberOf(result.created);
  const updated = numberOf(result.updated);
  const failed = numberOf(result.failed);
  const skipped = numberOf(result.skipped);
  const deleted = numberOf(result.deleted) + numberOf(result.soft_deleted);
  const unchanged = Math.max(0, numberOf(result.total) - created - updated - failed - skipped - deleted);
  return addCounts(counts, { created, updated, failed, skipped, deleted, unchanged, warnings: 0 });
}

const total = (counts: Counts): number => Object.values(counts).reduce((sum, value) => sum + value, 0);
