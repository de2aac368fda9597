DROP INDEX "jobs_created_at_idx";--> statement-breakpoint
DROP INDEX "jobs_status_idx";--> statement-breakpoint
DROP INDEX "jobs_outcome_idx";--> statement-breakpoint
DROP INDEX "jobs_scope_key_idx";--> statement-breakpoint
DROP INDEX "jobs_schedule_id_idx";--> statement-breakpoint
DROP INDEX "jobs_user_id_idx";--> statement-breakpoint
DROP INDEX "jobs_completed_at_idx";--> statement-breakpoint
CREATE INDEX "jobs_created_at_id_idx" ON "jobs" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "jobs_completed_at_id_idx" ON "jobs" USING btree ("completed_at","id");--> statement-breakpoint
CREATE INDEX "jobs_name_id_idx" ON "jobs" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "jobs_status_id_idx" ON "jobs" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "jobs_outcome_id_idx" ON "jobs" USING btree ("outcome","id");--> statement-breakpoint
CREATE INDEX "jobs_scope_key_id_idx" ON "jobs" USING btree ("scope_key","id");--> statement-breakpoint
CREATE INDEX "jobs_schedule_id_id_idx" ON "jobs" USING btree ("schedule_id","id");--> statement-breakpoint
CREATE INDEX "jobs_user_id_id_idx" ON "jobs" USING btree ("user_id","id");--> statement-breakpoint
-- A search for part of a name reads every job without it. Where the server lacks the extension it still works, slowly.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "jobs_name_trgm_idx" ON "jobs" USING gin ("name" gin_trgm_ops);
EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege THEN
  RAISE NOTICE 'pg_trgm is not available: a search for part of a job name reads all jobs';
END $$;
