ALTER TABLE "checks" ADD COLUMN "endpoint_updated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "backends" ADD COLUMN "locked_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "backends" ADD COLUMN "key_refused_at" timestamp (3) with time zone;