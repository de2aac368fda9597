/**
 * A job from preflight to its outcome. Steps run in order; one that fails ends its endpoint unless it is optional, and
 * the other endpoints go on. Every result is stored when its step ends, so that a takeover goes on with the next one.
 */

import { isOlderThan } from "../backend/version.ts";
import type { JobEnd } from "../jobs/lease-store.ts";
import type { JobParams } from "../jobs/schema.ts";
import type { NewStage, StageRow } from "../jobs/stages-store.ts";
import type { Settings } from "../settings/schema.ts";
import { effectiveModes, effectiveOverwrites } from "./modes.ts";
import { jobEnd, type StepOutcome } from "./outcome.ts";
import { type PlannedStep, planJob } from "./plan.ts";
import { type PreflightInput, type PreflightResult, runPreflight } from "./preflight.ts";
import { stepQuery } from "./query.ts";
import { refreshAfter } from "./refresh-after.ts";
import { type RunContext, say } from "./run-context.ts";
import { runStep } from "./run-step.ts";
import { waitUntilFree } from "./wait-until-free.ts";

export type RunJobInput = PreflightInput & {
  params: JobParams;
  settings: Settings;
  /** The attempt before this one may still be at work in the backend. */
  isTakeover: boolean;
};

const PREFLIGHT = { position: 0, syncType: "preflight", streamPath: null, proxmoxEndpointId: null } as const;
const CUSTOM_FIELDS_UNTIL = "0.0.30";

/** Runs the job; throws the reason of `signal` when it is aborted, and LeaseLost. */
export async function runJob(run: RunContext, input: RunJobInput): Promise<JobEnd> {
  const plan = planJob(input.params, input.settings, input.endpoints).map((step) => ({
    ...step,
    position: step.position + 1,
  }));
  const rows = await run.recorder.savePlan([{ ...PREFLIGHT }, ...plan.map(toStage)]);
  run.recorder.setPlan({ stepCount: plan.length, finishedSteps: 0 });
  const preflight = await preflightStep(run, input);
  if ("blocking" in preflight) {
    return { status: "errored", outcome: "failed", ...failed(preflight.blocking) };
  }
  if (input.isTakeover && input.params.mode !== "stages") {
    await waitUntilFree(run, { stage: "preflight", proxmoxEndpointId: null });
  }
  const outcomes: StepOutcome[] = [];
  const ended = new Map<number, string>(preflight.refusals);
  for (const step of plan) {
    const outcome = await stepOf(run, { input, preflight, step, rows, ended });
    outcomes.push(outcome);
    if (outcome.status === "failed" && !step.optional) {
      ended.set(step.proxmoxEndpointId, `${step.title} failed before.`);
    }
    run.recorder.setPlan({ stepCount: plan.length, finishedSteps: outcomes.length });
    await run.recorder.checkpoint();
  }
  await refreshAfter(run, { netbox: input.netbox, remoteIds: preflight.remoteIds, syncedVms: syncedVms(plan, input) });
  return jobEnd(outcomes, { preflightNotes: preflight.notes, signals: run.recorder.view().signals });
}

/** Ids in NetBox of the VMs this job was about, empty for all of them; null when it was about none. */
function syncedVms(plan: readonly PlannedStep[], { params }: RunJobInput): readonly number[] | null {
  const isAboutVms = plan.some((step) => step.syncType === "virtual-machines" && step.skipReason === null);
  return isAboutVms || params.netbox_vm_ids.length > 0 || params.mode !== "stages" ? params.netbox_vm_ids : null;
}

const toStage = (step: PlannedStep): NewStage => ({
  position: step.position,
  syncType: step.syncType,
  proxmoxEndpointId: step.proxmoxEndpointId,
  streamPath: step.streamPath,
  optional: step.optional,
});

const failed = (failure: { code: string; message: string; suggestion: string | null }) => ({
  error: failure.message,
  errorCode: failure.code,
  suggestion: failure.suggestion,
});

async function preflightStep(run: RunContext, input: RunJobInput): Promise<PreflightResult> {
  const place = { stage: "preflight", proxmoxEndpointId: null };
  await run.recorder.saveStage(0, { status: "running", startedAt: run.now(), attempts: run.lease.attempt });
  await say(run, place, { kind: "stage_started", message: "Preflight." });
  const result = await runPreflight(run, { ...input, isWholeUpdate: input.params.mode !== "stages" });
  const isBlocked = "blocking" in result;
  const status = isBlocked ? "failed" : result.notes > 0 ? "warning" : "completed";
  await say(run, place, {
    kind: "stage_finished",
    level: isBlocked ? "error" : "success",
    message: isBlocked ? `Preflight failed: ${result.blocking.message}` : "Preflight finished.",
    extra: { status },
  });
  await run.recorder.checkpoint();
  const failure = isBlocked ? failed(result.blocking) : {};
  await run.recorder.saveStage(0, { status, completedAt: run.now(), ...failure });
  return result;
}

type StepJob = {
  input: RunJobInput;
  preflight: Extract<PreflightResult, { version: string }>;
  step: PlannedStep;
  rows: readonly StageRow[];
  /** Endpoints that are over, and why. */
  ended: ReadonlyMap<number, string>;
};

async function stepOf(run: RunContext, job: StepJob): Promise<StepOutcome> {
  const { step, rows, ended } = job;
  const stored = rows.find((row) => row.position === step.position);
  if (stored && ["completed", "warning", "skipped"].includes(stored.status)) return storedOutcome(step, stored);
  const reason = step.skipReason ?? ended.get(step.proxmoxEndpointId) ?? null;
  if (reason !== null) return skipStep(run, step, { reason, isPlanned: step.skipReason !== null });
  await run.recorder.saveStage(step.position, { status: "running", startedAt: run.now(), completedAt: null });
  const { mode, transport } = job.input.params;
  const result = await runStep(run, { step, query: queryOf(job), mode, transport, hints: job.preflight.hints });
  await run.recorder.checkpoint();
  await run.recorder.saveStage(step.position, {
    status: result.status,
    completedAt: run.now(),
    attempts: result.attempts,
    httpStatus: result.httpStatus,
    counts: run.recorder.stageCounts(step.syncType, step.proxmoxEndpointId),
    error: result.failure?.message ?? null,
    errorCode: result.failure?.code ?? null,
    suggestion: result.failure?.suggestion ?? null,
  });
  return { step, status: result.status, failure: result.failure, isPlannedSkip: false };
}

function queryOf({ input, preflight, step }: StepJob) {
  const endpoint = input.endpoints.find((candidate) => candidate.id === step.proxmoxEndpointId);
  const remoteId = preflight.remoteIds.get(step.proxmoxEndpointId);
  if (!endpoint || remoteId === undefined) throw new Error("a step without an id at the backend never runs");
  return stepQuery({
    syncType: step.syncType,
    remoteId,
    settings: input.settings,
    modes: effectiveModes(input.settings.sync_modes, endpoint.syncModes),
    overwrites: effectiveOverwrites(input.settings.overwrite, endpoint.overwrite),
    netboxVmIds: input.params.netbox_vm_ids,
    interfacesFollow: step.interfacesFollow,
    taskHistoryFollows: step.taskHistoryFollows,
    wantsCustomFields: isOlderThan(preflight.version, CUSTOM_FIELDS_UNTIL),
  });
}

async function skipStep(
  run: RunContext,
  step: PlannedStep,
  { reason, isPlanned }: { reason: string; isPlanned: boolean },
): Promise<StepOutcome> {
  await say(
    run,
    { stage: step.syncType, proxmoxEndpointId: step.proxmoxEndpointId },
    {
      kind: "stage_skipped",
      level: isPlanned ? "debug" : "warning",
      message: `${step.title} of ${step.endpointName} is skipped: ${reason}`,
      extra: { reason },
    },
  );
  await run.recorder.saveStage(step.position, { status: "skipped", reason, completedAt: run.now() });
  return { step, status: "skipped", failure: null, isPlannedSkip: isPlanned };
}

const storedOutcome = (step: PlannedStep, row: StageRow): StepOutcome => ({
  step,
  status: row.status === "warning" ? "warning" : row.status === "skipped" ? "skipped" : "completed",
  failure: null,
  isPlannedSkip: row.status === "skipped",
});
