import { noCounts } from "./counts.ts";
import { JobParams } from "./schema.ts";
import type { StageRow } from "./stages-store.ts";
import type { JobWithNames } from "./store.ts";
import { Progress, type WireJob, type WireStage } from "./wire.ts";

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Milliseconds are kept: `12.345`. */
const seconds = (from: Date | null, to: Date | null, now: Date): number | null =>
  from ? Math.max(0, (to ?? now).getTime() - from.getTime()) / 1000 : null;

/** A row with its steps as the API shows it. */
export function toWireJob(row: JobWithNames, stages: readonly StageRow[], now = new Date()): WireJob {
  const { job } = row;
  const progress = Progress.safeParse(job.progress);
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
    user: job.userId !== null && row.username !== null ? { id: job.userId, username: row.username } : null,
    schedule_id: job.scheduleId,
    parent_job_id: job.parentJobId,
    backend_id: job.backendId,
    worker: row.workerName,
    attempt: job.attempt,
    progress: progress.success && job.status === "running" ? progress.data : null,
    counts: { ...noCounts, ...job.counts },
    stages: stages.map((stage) => toWireStage(stage, now)),
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

function toWireStage(stage: StageRow, now: Date): WireStage {
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
    counts: stage.counts ?? {},
    reason: stage.reason,
    error: stage.error,
    error_code: stage.errorCode,
    suggestion: stage.suggestion,
  };
}
