import type { JobView } from "../frames/fold.ts";
import type { Progress } from "./wire.ts";

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
