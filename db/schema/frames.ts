import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, bytes, reference } from "../columns.ts";

const frameColumns = () => ({
  jobId: reference("job_id").notNull(),
  seq: bytes("seq").notNull(),
  at: at("at").notNull(),
  attempt: integer("attempt").notNull(),
  stage: text("stage").notNull(),
  proxmoxEndpointId: reference("proxmox_endpoint_id"),
  event: text("event").notNull(),
  level: text("level", { enum: ["debug", "info", "success", "warning", "error"] }).notNull(),
  text: text("text").notNull(),
  /** The backend's JSON as sent, after redaction. */
  data: text("data").notNull(),
});

/** Append-only. Range-partitioned by job_id (by hand in the migration): retention drops partitions. */
export const jobFrames = pgTable("job_frames", frameColumns(), (table) => [
  primaryKey({ columns: [table.jobId, table.seq] }),
  index("job_frames_problems_idx").on(table.jobId, table.seq).where(sql`level in ('warning', 'error')`),
]);

/** Frames of jobs that outlive their partition. */
export const keptJobFrames = pgTable("kept_job_frames", frameColumns(), (table) => [
  primaryKey({ columns: [table.jobId, table.seq] }),
]);
