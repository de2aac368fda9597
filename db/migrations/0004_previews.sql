CREATE TABLE "preview_objects" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "preview_objects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"proxmox_endpoint_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"name" text NOT NULL,
	"cluster" text NOT NULL,
	"node" text,
	"vmid" integer,
	"type" text,
	"netbox_id" integer,
	"netbox_url" text,
	"changes" jsonb NOT NULL,
	"next_run" text NOT NULL,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "previews" (
	"proxmox_endpoint_id" bigint PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"requested_by" text NOT NULL,
	"taken_at" timestamp (3) with time zone,
	"as_of" timestamp (3) with time zone,
	"duration_ms" integer,
	"error" text,
	"counts" jsonb,
	"limits" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "preview_objects_endpoint_idx" ON "preview_objects" USING btree ("proxmox_endpoint_id","id");