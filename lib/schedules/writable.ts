import { writableFields } from "./schema.ts";

const readOnly = new Set([
  "id",
  "url",
  "display_url",
  "next_run_at",
  "next_runs",
  "last_job_id",
  "last_run_at",
  "missed_count",
  "last_missed_at",
  "last_error",
  "is_system",
  "user_id",
  "created_at",
  "updated_at",
]);

/** Without what clients send back with an object and nobody can change; unknown names stay, to be refused. */
export function withoutReadOnly(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => writableFields.includes(name) || !readOnly.has(name)),
  );
}
