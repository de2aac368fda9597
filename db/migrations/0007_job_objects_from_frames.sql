ALTER TABLE "job_objects" ADD COLUMN "is_legacy" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "objects_seq" bigint DEFAULT 0 NOT NULL;