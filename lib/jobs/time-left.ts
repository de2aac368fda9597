/** The time left of a job as its frames come: the worker's own judgement and a page's live figure. Browser-safe. */
import { type JobView, type StageView, stageCounts } from "../frames/fold.ts";
import { objectCount } from "./counts.ts";
import { remainingSeconds, type StepNow } from "./remaining.ts";
import type { StageUsual, WireStage } from "./wire.ts";

/** A step of the plan as it is stored, with what it usually takes. */
export type PlannedStep = Pick<
  WireStage,
  "sync_type" | "proxmox_endpoint_id" | "status" | "started_at" | "completed_at"
> & { usual: StageUsual | null };

/** Seconds until a running job ends, from its plan, its frames and its past; null while there is nothing to judge by. */
export function timeLeft(steps: readonly PlannedStep[], view: JobView, nowMs: number): number | null {
  return remainingSeconds(
    steps
      .filter((step) => step.sync_type !== "preflight")
      .flatMap((step) => (isInParts(step) ? partsNow(step, view, nowMs) : [stepNow(step, view, nowMs)])),
  );
}

const isOver = ({ status }: PlannedStep): boolean => status !== "pending" && status !== "running";
const isInParts = (step: PlannedStep): boolean => !isOver(step) && (step.usual?.parts?.length ?? 0) > 0;

/** A single stream is judged by the stages inside of it: some take long for few objects. */
function partsNow(step: PlannedStep, view: JobView, nowMs: number): StepNow[] {
  const own = view.stages.filter((stage) => isPartOf(stage, step) && stage.stage !== step.sync_type);
  const parts = step.usual?.parts ?? [];
  const isThere = (syncType: string) => own.some(({ stage }) => stage === syncType);
  const newest = parts.findLastIndex((part) => isThere(part.sync_type));
  const known = parts.map(({ sync_type, ...usual }, index): StepNow => {
    const stage = own.find((each) => each.stage === sync_type);
    if (stage) return partNow(stage, usual, nowMs);
    // What the stream has passed it left out this time.
    const status = index < newest ? "skipped" : "pending";
    return { proxmoxEndpointId: step.proxmox_endpoint_id, status, seconds: null, done: 0, total: null, usual };
  });
  const isKnown = (stage: StageView) => parts.some((part) => part.sync_type === stage.stage);
  return [...known, ...own.filter((stage) => !isKnown(stage)).map((stage) => partNow(stage, null, nowMs))];
}

function partNow(stage: StageView, usual: StageUsual | null, nowMs: number): StepNow {
  const { proxmoxEndpointId, status, startedAt, completedAt, done, total } = stage;
  const endMs = completedAt ? Date.parse(completedAt) : nowMs;
  return { proxmoxEndpointId, status, seconds: (endMs - Date.parse(startedAt)) / 1000, done, total, usual };
}

/** The frames know more than the row while a stage runs; a stored end is the worker's own judgement. */
function stepNow(step: PlannedStep, view: JobView, nowMs: number): StepNow {
  const isStored = isOver(step);
  const own = view.stages.filter((stage) => isPartOf(stage, step));
  const first = own[0];
  const status = isStored || !first ? step.status : statusOf(own, step);
  const startedAt = (isStored ? step.started_at : null) ?? first?.startedAt ?? step.started_at;
  const completedAt = isStored ? step.completed_at : status === "running" ? null : (own.at(-1)?.completedAt ?? null);
  const isWhole = step.sync_type === "full-update";
  return {
    proxmoxEndpointId: step.proxmox_endpoint_id,
    status,
    seconds:
      startedAt === null ? null : ((completedAt ? Date.parse(completedAt) : nowMs) - Date.parse(startedAt)) / 1000,
    done: isWhole ? own.reduce((sum, stage) => sum + objectCount(stageCounts(stage)), 0) : (first?.done ?? 0),
    // A single stream discovers stage by stage: only its past tells how much the whole of it is.
    total: isWhole ? null : (first?.total ?? null),
    usual: step.usual,
  };
}

const isPartOf = (stage: StageView, step: PlannedStep): boolean =>
  stage.proxmoxEndpointId === step.proxmox_endpoint_id &&
  (stage.stage === step.sync_type || step.sync_type === "full-update");

/** A single stream has ended when its own stage has, not when one inside of it did. */
function statusOf(own: readonly StageView[], step: PlannedStep): StepNow["status"] {
  return own.find((stage) => stage.stage === step.sync_type)?.status ?? "running";
}
