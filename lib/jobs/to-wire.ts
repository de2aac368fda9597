import { noCounts } from "./counts.ts";
import { readProgress } from "./progress.ts";
import { JobParams } from "./schema.ts";
import type { StageRow } from "./stages-store.ts";
import type { JobWithNames } from "./store.ts";
import type { StageUsual, WireJob, WireStage } from "./wire.ts";

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Milliseconds are kept: `12.345`. */
const seconds = (from: Date | null, to: Date | null, now: Date): number | null =>
  from ? Math.max(0, (to ?? now).getTime() - from.getTime()) / 1000 : null;

/** What is known of earlier runs: of each stage by its position, and of the whole job. */
export type Usual = { stages?: ReadonlyMap<number, StageUsual>; runtimeSeconds?: number };

/** A row with its steps as the API shows it. */
export function toWireJob(
  row: JobWithNames,
  stages: readonly StageRow[],
  usual: Usual = {},
  now = new Date(),
): WireJob {
  const { job } = row;
  return {
    id: job.id,
    name: job.name,
    status: job.status,
    outcome: job.outcome,
    params: JobParams.parse(job.params),
    created_at: job.createdAt.toISOString(),
    scheduled_at: iso(job.scheduledAt),
    started_at: iso(job.startedAt),
    completed_at: iso(job.completedAt),
    runtime_seconds: seconds(job.startedAt, job.completedAt, now),
    usual_seconds: usual.runtimeSeconds ?? null,
    user: job.userId !== null && row.username !== null ? { id: job.userId, username: row.username } : null,
    schedule_id: job.scheduleId,
    parent_job_id: job.parentJobId,
    backend_id: job.backendId,
    worker: row.workerName,
    attempt: job.attempt,
    progress: job.status === "running" ? readProgress(job.progress, now) : null,
    counts: { ...noCounts, ...job.counts },
    stages: stages.map((stage) => toWireStage(stage, usual.stages?.get(stage.position) ?? null, now)),
    error: job.error,
    error_code: job.errorCode,
    suggestion: job.suggestion,
    waiting_reason: job.waitingReason,
    last_seq: job.lastSeq,
    last_frame_at: iso(job.lastFrameAt),
    holder_job_id: job.holderJobId,
    cancel_requested_at: iso(job.cancelRequestedAt),
    url: `/api/plugins/proxbox/jobs/${job.id}`,
    display_url: `/jobs/${job.id}`,
    stream_url: `/api/jobs/${job.id}/stream`,
  };
}

/** A step as the API shows it. */
export function toWireStage(stage: StageRow, usual: StageUsual | null, now: Date): WireStage {
  return {
    sync_type: stage.syncType,
    proxmox_endpoint_id: stage.proxmoxEndpointId,
    stream_path: stage.streamPath,
    status: stage.status,
    optional: stage.optional,
    http_status: stage.httpStatus,
    attempts: stage.attempts,
    started_at: iso(stage.startedAt),
    completed_at: iso(stage.completedAt),
    runtime_seconds: seconds(stage.startedAt, stage.completedAt, now),
    usual,
    counts: stage.counts ?? {},
    reason: stage.reason,
    error: stage.error,
    error_code: stage.errorCode,
    suggestion: stage.suggestion,
  };
}
