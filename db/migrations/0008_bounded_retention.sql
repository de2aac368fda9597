CREATE INDEX "check_history_at_idx" ON "check_history" USING brin ("at");--> statement-breakpoint
CREATE INDEX "jobs_frames_kept_idx" ON "jobs" USING btree ("id") WHERE frames_kept;--> statement-breakpoint
CREATE INDEX "jobs_frames_dropped_idx" ON "jobs" USING btree ("id") WHERE frames_dropped_at is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_dedupe_idx" ON "webhook_deliveries" USING btree ("webhook_id","event","dedupe_key");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due_idx" ON "webhook_deliveries" USING btree ("next_try_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries" USING btree ("created_at");