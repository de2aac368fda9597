import type { JobView } from "../frames/fold.ts";
import { agedRemaining } from "./remaining.ts";
import { Progress } from "./wire.ts";

export type PlanSize = {
  stepCount: number;
  finishedSteps: number;
};

/** Where a job is, from its fold and the size of its plan. Within a stage, discovered objects are the measure. */
export function jobProgress(view: JobView, plan: PlanSize): Progress {
  const stage = view.current === null ? undefined : view.stages[view.current];
  const total = stage?.total ?? null;
  const done = stage?.done ?? 0;
  const share = total && total > 0 ? Math.min(1, done / total) : 0;
  const percent = plan.stepCount === 0 ? null : Math.min(100, ((plan.finishedSteps + share) / plan.stepCount) * 100);
  return {
    stage: stage?.stage ?? view.stages.at(-1)?.stage ?? "preflight",
    stage_index: Math.min(plan.finishedSteps + 1, Math.max(plan.stepCount, 1)),
    stage_count: plan.stepCount,
    done,
    total,
    percent: percent === null ? null : Math.round(percent * 10) / 10,
    eta_seconds: null,
  };
}

/** What the worker stores: the progress, and when the time left was said. */
export type StoredProgress = Progress & { said_at: string };

/** What was stored, as it is now: the time left has run down since. Null when nothing valid is stored. */
export function readProgress(stored: unknown, now: Date): Progress | null {
  const progress = Progress.safeParse(stored);
  if (!progress.success) return null;
  const saidAtMs = Date.parse((stored as { said_at?: string }).said_at ?? "");
  const { eta_seconds: said } = progress.data;
  if (said === null || Number.isNaN(saidAtMs)) return progress.data;
  return { ...progress.data, eta_seconds: Math.round(agedRemaining(said, (now.getTime() - saidAtMs) / 1000)) };
}
