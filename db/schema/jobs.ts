import { sql } from "drizzle-orm";
import { boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, bytes, createdAt, id, reference, updatedAt } from "../columns.ts";

export const jobs = pgTable(
  "jobs",
  {
    id: id(),
    name: text("name").notNull().default("Proxbox Sync"),
    status: text("status", { enum: ["pending", "scheduled", "running", "completed", "errored", "failed"] }).notNull(),
    outcome: text("outcome", { enum: ["ok", "warnings", "failed", "cancelled", "skipped", "lost"] }),
    queue: text("queue").notNull().default("proxbox-default"),
    params: jsonb("params").$type<unknown>().notNull(),
    /** Same scope, same key: the previous run to compare with. */
    scopeKey: text("scope_key").notNull(),
    backendId: reference("backend_id"),
    userId: reference("user_id"),
    tokenId: reference("token_id"),
    scheduleId: reference("schedule_id"),
    parentJobId: reference("parent_job_id"),
    createdAt: createdAt(),
    scheduledAt: at("scheduled_at"),
    startedAt: at("started_at"),
    completedAt: at("completed_at"),
    updatedAt: updatedAt(),
    attempt: integer("attempt").notNull().default(0),
    maxAttempts: integer("max_attempts").notNull().default(3),
    /** Times its worker died; a deploy does not count. */
    losses: integer("losses").notNull().default(0),
    workerId: reference("worker_id"),
    leaseId: uuid("lease_id"),
    leaseExpiresAt: at("lease_expires_at"),
    fence: reference("fence"),
    error: text("error"),
    errorCode: text("error_code"),
    suggestion: text("suggestion"),
    waitingReason: text("waiting_reason"),
    holderJobId: reference("holder_job_id"),
    cancelRequestedAt: at("cancel_requested_at"),
    cancelRequestedBy: reference("cancel_requested_by"),
    lastSeq: bytes("last_seq").notNull().default(0),
    lastFrameAt: at("last_frame_at"),
    progress: jsonb("progress").$type<unknown>(),
    counts: jsonb("counts").$type<Record<string, number>>(),
    /** The fold's state after frame `fold_seq`: pages start from it instead of from the first frame. */
    foldState: jsonb("fold_state").$type<unknown>(),
    foldSeq: bytes("fold_seq").notNull().default(0),
    /** `job_objects` holds what the frames up to this one said. */
    objectsSeq: bytes("objects_seq").notNull().default(0),
    /** Its frames were moved to `kept_job_frames` before their partition was dropped. */
    framesKept: boolean("frames_kept").notNull().default(false),
    framesDroppedAt: at("frames_dropped_at"),
  },
  (table) => [
    // Ascending, because a descending index of drizzle puts nulls last, and then serves neither direction of our lists.
    index("jobs_created_at_id_idx").on(table.createdAt, table.id),
    index("jobs_completed_at_id_idx").on(table.completedAt, table.id),
    index("jobs_name_id_idx").on(table.name, table.id),
    index("jobs_status_id_idx").on(table.status, table.id),
    index("jobs_outcome_id_idx").on(table.outcome, table.id),
    index("jobs_scope_key_id_idx").on(table.scopeKey, table.id),
    index("jobs_schedule_id_id_idx").on(table.scheduleId, table.id),
    index("jobs_user_id_id_idx").on(table.userId, table.id),
    index("jobs_active_idx").on(table.status).where(sql`status in ('pending', 'scheduled', 'running')`),
    index("jobs_frames_kept_idx").on(table.id).where(sql`frames_kept`),
    index("jobs_frames_dropped_idx").on(table.id).where(sql`frames_dropped_at is not null`),
    index("jobs_params_idx").using("gin", sql`${table.params} jsonb_path_ops`),
  ],
);

/** One row per step of a job's plan: its result is stored when the step ends, also when the job fails. */
export const jobStages = pgTable(
  "job_stages",
  {
    jobId: reference("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    /** Order in the plan, from 0. */
    position: integer("position").notNull(),
    syncType: text("sync_type").notNull(),
    proxmoxEndpointId: reference("proxmox_endpoint_id"),
    streamPath: text("stream_path"),
    status: text("status", { enum: ["pending", "running", "completed", "warning", "failed", "skipped"] })
      .notNull()
      .default("pending"),
    optional: boolean("optional").notNull().default(false),
    httpStatus: integer("http_status"),
    attempts: integer("attempts").notNull().default(0),
    startedAt: at("started_at"),
    completedAt: at("completed_at"),
    counts: jsonb("counts").$type<Record<string, number>>(),
    result: jsonb("result").$type<unknown>(),
    reason: text("reason"),
    error: text("error"),
    errorCode: text("error_code"),
    suggestion: text("suggestion"),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.position] }),
    index("job_stages_history_idx").on(table.syncType, table.proxmoxEndpointId, table.completedAt.desc()),
  ],
);

/** What the frames of a job say of each object, for Objects and Changes: derived, and made again from the frames at will. */
export const jobObjects = pgTable(
  "job_objects",
  {
    jobId: reference("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    stage: text("stage").notNull(),
    proxmoxEndpointId: reference("proxmox_endpoint_id").notNull().default(0),
    operation: text("operation").notNull(),
    status: text("status").notNull(),
    netboxId: integer("netbox_id"),
    netboxUrl: text("netbox_url"),
    message: text("message"),
    durationMs: integer("duration_ms"),
    seq: bytes("seq").notNull(),
    /** Said in a line of the old style, which gives way to structured ones. */
    isLegacy: boolean("is_legacy").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.stage, table.proxmoxEndpointId, table.kind, table.name] }),
    index("job_objects_seq_idx").on(table.jobId, table.seq),
    index("job_objects_failed_idx").on(table.jobId, table.seq).where(sql`status = 'failed' or operation = 'failed'`),
  ],
);

/**
 * What ended, counted: jobs by status and stages by sync type, each with its outcome. Rows are only added, so that no
 * two ends wait for each other, and summed up now and then; they outlive the jobs they count.
 */
export const tallies = pgTable("tallies", {
  id: id(),
  kind: text("kind", { enum: ["job", "stage"] }).notNull(),
  name: text("name").notNull(),
  outcome: text("outcome").notNull(),
  count: bytes("count").notNull(),
  seconds: doublePrecision("seconds").notNull(),
  frames: bytes("frames").notNull(),
});

/** Who may write for one Proxmox endpoint of one backend. The row stays; the fence only grows. */
export const leases = pgTable("leases", {
  key: text("key").primaryKey(),
  jobId: reference("job_id"),
  fence: reference("fence").notNull().default(0),
  takenAt: at("taken_at"),
});

export const workers = pgTable("workers", {
  id: id(),
  name: text("name").notNull(),
  version: text("version").notNull(),
  port: integer("port"),
  startedAt: at("started_at").notNull().default(sql`now()`),
  heartbeatAt: at("heartbeat_at").notNull().default(sql`now()`),
  /** Set when it stops in good order. */
  stoppedAt: at("stopped_at"),
  state: text("state", { enum: ["starting", "ready", "draining", "stopped"] })
    .notNull()
    .default("starting"),
  /** What it lacks to take jobs, in words; empty while it takes them. */
  missing: text("missing").array().notNull().default([]),
});
