import type { JobEnd } from "../jobs/lease-store.ts";
import type { StepFailure } from "./failure.ts";
import type { PlannedStep } from "./plan.ts";

export type StepOutcome = {
  step: Pick<PlannedStep, "title" | "endpointName" | "optional">;
  status: "completed" | "warning" | "failed" | "skipped";
  failure: StepFailure | null;
  /** Skipped because the settings or the scope say so, as opposed to because something failed. */
  isPlannedSkip: boolean;
};

/** The honest end of a job: `ok` only when nothing was skipped, failed or hidden behind `ok: true`. */
export function jobEnd(outcomes: readonly StepOutcome[], run: { preflightNotes: number; signals: number }): JobEnd {
  const fatal = outcomes.find((outcome) => outcome.status === "failed" && !outcome.step.optional);
  if (fatal) return { status: "errored", outcome: "failed", ...reasonOf(fatal) };
  const unplanned = outcomes.find((outcome) => outcome.status === "skipped" && !outcome.isPlannedSkip);
  const hurt =
    outcomes.find((outcome) => outcome.status === "failed") ?? outcomes.find((outcome) => outcome.status === "warning");
  const isClean = !hurt && !unplanned && run.signals === 0;
  if (isClean) return { status: "completed", outcome: "ok", error: null, errorCode: null, suggestion: null };
  const reason = hurt?.failure ? { suggestion: hurt.failure.suggestion } : { suggestion: null };
  return { status: "completed", outcome: "warnings", error: null, errorCode: null, ...reason };
}

function reasonOf({ step, failure }: StepOutcome): Pick<JobEnd, "error" | "errorCode" | "suggestion"> {
  return {
    error: failure ? failure.message : `${step.title} of ${step.endpointName} failed.`,
    errorCode: failure?.code ?? "ProxboxException",
    suggestion: failure?.suggestion ?? null,
  };
}
