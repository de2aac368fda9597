import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id, reference, updatedAt } from "../columns.ts";

export const schedules = pgTable(
  "schedules",
  {
    id: id(),
    name: text("name").notNull(),
    params: jsonb("params").$type<unknown>().notNull(),
    startAt: at("start_at"),
    intervalMinutes: integer("interval_minutes"),
    cron: text("cron"),
    timezone: text("timezone").notNull().default("UTC"),
    missed: text("missed", { enum: ["skip", "once"] })
      .notNull()
      .default("skip"),
    overlap: text("overlap", { enum: ["skip", "queue"] })
      .notNull()
      .default("skip"),
    enabled: boolean("enabled").notNull().default(true),
    nextRunAt: at("next_run_at"),
    lastJobId: reference("last_job_id"),
    lastRunAt: at("last_run_at"),
    missedCount: integer("missed_count").notNull().default(0),
    lastMissedAt: at("last_missed_at"),
    /** Why the last occurrence started no job; null when it did. */
    lastError: text("last_error"),
    /** Set for the schedule that the setting `sync_interval` drives. */
    systemKey: text("system_key").unique(),
    userId: reference("user_id"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index("schedules_due_idx").on(table.nextRunAt).where(sql`enabled`)],
);
