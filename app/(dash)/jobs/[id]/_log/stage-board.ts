import { type JobView, type StageView, stageCounts } from "#lib/frames/fold";
import type { StageUsual, WireStage } from "#lib/jobs/wire";
import { stageTitle } from "#lib/sync/stages";

/** One row of the stage board: the plan's step, with what the frames say about it. */
export type BoardRow = {
  key: string;
  title: string;
  proxmoxEndpointId: number | null;
  status: WireStage["status"];
  optional: boolean;
  attempts: number;
  startedAt: string | null;
  completedAt: string | null;
  done: number;
  total: number | null;
  counts: Record<string, number>;
  /** What it usually takes here. */
  usual: StageUsual | null;
  /** Why it was skipped or failed. */
  note: string | null;
};

const keyOf = (stage: string, endpointId: number | null) => `${stage}:${endpointId ?? 0}`;

/**
 * Plan and fold as rows, the plan's order first. A single stream is one step of the plan and many stages in the fold:
 * these stand in for it.
 */
export function boardRows(planned: readonly WireStage[], view: JobView): BoardRow[] {
  const seen = new Map(view.stages.map((stage) => [keyOf(stage.stage, stage.proxmoxEndpointId), stage]));
  const plannedKeys = new Set(planned.map((step) => keyOf(step.sync_type, step.proxmox_endpoint_id)));
  const inner = (step: WireStage) =>
    view.stages.filter(
      (stage) =>
        stage.proxmoxEndpointId === step.proxmox_endpoint_id &&
        !plannedKeys.has(keyOf(stage.stage, stage.proxmoxEndpointId)),
    );
  const rows = planned.flatMap((step) => {
    const own = plannedRow(step, seen.get(keyOf(step.sync_type, step.proxmox_endpoint_id)));
    return step.sync_type === "full-update" ? [own, ...inner(step).map(seenRow)] : [own];
  });
  return planned.length > 0 ? rows : view.stages.map(seenRow);
}

function plannedRow(step: WireStage, stage: StageView | undefined): BoardRow {
  // A stored end is the worker's own judgement; while it runs, the frames know more.
  const isStored = step.status !== "pending" && step.status !== "running";
  return {
    key: keyOf(step.sync_type, step.proxmox_endpoint_id),
    title: stageTitle(step.sync_type),
    proxmoxEndpointId: step.proxmox_endpoint_id,
    status: isStored ? step.status : (stage?.status ?? step.status),
    optional: step.optional,
    attempts: step.attempts,
    startedAt: (isStored ? step.started_at : null) ?? stage?.startedAt ?? step.started_at,
    completedAt: (isStored ? step.completed_at : null) ?? stage?.completedAt ?? null,
    done: stage?.done ?? 0,
    total: stage?.total ?? null,
    counts: isStored && hasCounts(step.counts) ? step.counts : stage ? stageCounts(stage) : step.counts,
    usual: step.usual,
    note: step.error ?? step.reason,
  };
}

const hasCounts = (counts: Record<string, number>): boolean => Object.values(counts).some((count) => count > 0);

function seenRow(stage: StageView): BoardRow {
  return {
    key: keyOf(stage.stage, stage.proxmoxEndpointId),
    title: stageTitle(stage.stage),
    proxmoxEndpointId: stage.proxmoxEndpointId,
    status: stage.status,
    optional: false,
    attempts: 1,
    startedAt: stage.startedAt,
    completedAt: stage.completedAt,
    done: stage.done,
    total: stage.total,
    counts: stageCounts(stage),
    usual: null,
    note: null,
  };
}
