import { z } from "zod";
import { JobOutcome, JobParams, JobStatus } from "./schema.ts";

const counts = z.record(z.string(), z.number());
const moment = z.string().nullable();

const Learnt = z.object({
  /** How many earlier runs it is learnt from, at most 20. */
  runs: z.number(),
  median_seconds: z.number(),
  p95_seconds: z.number(),
  /** Objects in the newest of these runs; 0 where the stage tells none. */
  objects: z.number(),
  /** `base_seconds + seconds_per_object × objects` is what is expected of a run. */
  base_seconds: z.number(),
  seconds_per_object: z.number(),
});

/** What a stage usually takes in this installation, learnt from its last runs there. */
export const StageUsual = Learnt.extend({
  /** The stages inside of a single stream, in their order; missing for a stream of one stage. */
  parts: z.array(Learnt.extend({ sync_type: z.string() })).optional(),
}).meta({ id: "StageUsual" });
export type StageUsual = z.infer<typeof StageUsual>;

/** One step of a job as the API shows it. */
export const WireStage = z
  .object({
    sync_type: z.string(),
    proxmox_endpoint_id: z.number().nullable(),
    stream_path: z.string().nullable(),
    status: z.enum(["pending", "running", "completed", "warning", "failed", "skipped"]),
    optional: z.boolean(),
    http_status: z.number().nullable(),
    attempts: z.number(),
    started_at: moment,
    completed_at: moment,
    runtime_seconds: z.number().nullable(),
    /** What it usually takes here; null without a past, and in lists. */
    usual: StageUsual.nullable(),
    counts,
    reason: z.string().nullable(),
    error: z.string().nullable(),
    error_code: z.string().nullable(),
    suggestion: z.string().nullable(),
  })
  .meta({ id: "JobStage" });
export type WireStage = z.infer<typeof WireStage>;

/** Where a running job is. `percent` and `eta_seconds` are null until there is something to judge by. */
export const Progress = z.object({
  stage: z.string(),
  stage_index: z.number(),
  stage_count: z.number(),
  done: z.number(),
  total: z.number().nullable(),
  percent: z.number().nullable(),
  eta_seconds: z.number().nullable(),
});
export type Progress = z.infer<typeof Progress>;

/** A job as the API shows it; `url` is relative until a route makes it absolute. */
export const WireJob = z
  .object({
    id: z.number(),
    name: z.string(),
    status: JobStatus,
    outcome: JobOutcome.nullable(),
    params: JobParams,
    created_at: z.string(),
    scheduled_at: moment,
    started_at: moment,
    completed_at: moment,
    runtime_seconds: z.number().nullable(),
    /** Median of the last runs of the same scope that ended in order; null of fewer than two. */
    usual_seconds: z.number().nullable(),
    user: z.object({ id: z.number(), username: z.string() }).nullable(),
    schedule_id: z.number().nullable(),
    parent_job_id: z.number().nullable(),
    backend_id: z.number().nullable(),
    worker: z.string().nullable(),
    attempt: z.number(),
    progress: Progress.nullable(),
    counts,
    stages: z.array(WireStage),
    error: z.string().nullable(),
    error_code: z.string().nullable(),
    suggestion: z.string().nullable(),
    waiting_reason: z.string().nullable(),
    last_seq: z.number(),
    last_frame_at: moment,
    holder_job_id: z.number().nullable(),
    cancel_requested_at: moment,
    url: z.string(),
    display_url: z.string(),
    stream_url: z.string(),
  })
  .meta({ id: "Job" });
export type WireJob = z.infer<typeof WireJob>;
