CREATE TABLE "tallies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tallies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"outcome" text NOT NULL,
	"count" bigint NOT NULL,
	"seconds" double precision NOT NULL,
	"frames" bigint NOT NULL
);
--> statement-breakpoint
-- What ended before is counted, too.
INSERT INTO "tallies" ("kind", "name", "outcome", "count", "seconds", "frames")
SELECT 'job', status, coalesce(outcome, ''), count(*), coalesce(sum(extract(epoch from completed_at - started_at)), 0), sum(last_seq)
FROM "jobs" WHERE status IN ('completed', 'errored', 'failed') GROUP BY 2, 3
UNION ALL
SELECT 'stage', sync_type, job_stages.status, count(*), coalesce(sum(extract(epoch from job_stages.completed_at - job_stages.started_at)), 0), 0
FROM "job_stages" JOIN "jobs" ON jobs.id = job_id
WHERE job_stages.completed_at IS NOT NULL AND jobs.status IN ('completed', 'errored', 'failed') GROUP BY 2, 3;
