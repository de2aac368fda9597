CREATE TABLE "check_history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "check_history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"service" text NOT NULL,
	"endpoint_id" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL,
	"reachable" boolean,
	"latency_ms" integer,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "checks" (
	"service" text NOT NULL,
	"endpoint_id" bigint NOT NULL,
	"status" text NOT NULL,
	"result" jsonb NOT NULL,
	"checked_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone,
	"next_check_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "checks_service_endpoint_id_pk" PRIMARY KEY("service","endpoint_id")
);
--> statement-breakpoint
CREATE TABLE "backends" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "backends_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"domain" text,
	"ip_address" text,
	"port" integer NOT NULL,
	"verify_ssl" boolean DEFAULT true NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"use_https" boolean DEFAULT false NOT NULL,
	"sealed_token" text,
	"use_websocket" boolean DEFAULT false NOT NULL,
	"websocket_domain" text,
	"websocket_port" integer,
	"is_default" boolean DEFAULT false NOT NULL,
	"netbox_endpoint_id" bigint,
	"pushed_netbox_endpoint_id" bigint,
	"pushed_netbox_fingerprint" text,
	"version" text
);
--> statement-breakpoint
CREATE TABLE "netbox_endpoints" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netbox_endpoints_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"domain" text,
	"ip_address" text,
	"port" integer NOT NULL,
	"verify_ssl" boolean DEFAULT true NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"token_version" text DEFAULT 'v1' NOT NULL,
	"sealed_token_key" text,
	"sealed_token" text,
	"is_default" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proxmox_endpoints" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "proxmox_endpoints_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"domain" text,
	"ip_address" text,
	"port" integer NOT NULL,
	"verify_ssl" boolean DEFAULT true NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"username" text NOT NULL,
	"sealed_password" text,
	"token_name" text,
	"sealed_token_value" text,
	"timeout" integer,
	"max_retries" integer,
	"retry_backoff" double precision,
	"site_slug" text,
	"tenant_slug" text,
	"backend_id" bigint,
	"sync_modes" jsonb,
	"overwrite" jsonb,
	"pushed_backend_id" bigint,
	"pushed_fingerprint" text,
	"pushed_at" timestamp (3) with time zone,
	"remote_id" integer
);
--> statement-breakpoint
CREATE TABLE "job_frames" (
	"job_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"attempt" integer NOT NULL,
	"stage" text NOT NULL,
	"proxmox_endpoint_id" bigint,
	"event" text NOT NULL,
	"level" text NOT NULL,
	"text" text NOT NULL,
	"data" text NOT NULL,
	CONSTRAINT "job_frames_job_id_seq_pk" PRIMARY KEY("job_id","seq")
) PARTITION BY RANGE ("job_id");
--> statement-breakpoint
CREATE TABLE "kept_job_frames" (
	"job_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"attempt" integer NOT NULL,
	"stage" text NOT NULL,
	"proxmox_endpoint_id" bigint,
	"event" text NOT NULL,
	"level" text NOT NULL,
	"text" text NOT NULL,
	"data" text NOT NULL,
	CONSTRAINT "kept_job_frames_job_id_seq_pk" PRIMARY KEY("job_id","seq")
);
--> statement-breakpoint
CREATE TABLE "backend_openapi" (
	"backend_id" bigint PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"document" jsonb NOT NULL,
	"fetched_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clusters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "clusters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"proxmox_endpoint_id" bigint NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"missing" boolean DEFAULT false NOT NULL,
	"name" text NOT NULL,
	"mode" text NOT NULL,
	"version" text,
	"quorate" boolean,
	"nodes_online" integer,
	"netbox_id" integer,
	"netbox_url" text
);
--> statement-breakpoint
CREATE TABLE "inventory_cache" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inventory_cache_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inventory_cache_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "inventory_reads" (
	"proxmox_endpoint_id" bigint PRIMARY KEY NOT NULL,
	"as_of" timestamp (3) with time zone,
	"tried_at" timestamp (3) with time zone,
	"error" text,
	"job_id" bigint
);
--> statement-breakpoint
CREATE TABLE "nodes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "nodes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"proxmox_endpoint_id" bigint NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"missing" boolean DEFAULT false NOT NULL,
	"cluster_id" bigint,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"ip_address" text,
	"cpu" double precision,
	"max_cpu" integer,
	"memory_bytes" bigint,
	"max_memory_bytes" bigint,
	"disk_bytes" bigint,
	"max_disk_bytes" bigint,
	"uptime_seconds" bigint,
	"netbox_id" integer,
	"netbox_url" text
);
--> statement-breakpoint
CREATE TABLE "storages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "storages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"proxmox_endpoint_id" bigint NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"missing" boolean DEFAULT false NOT NULL,
	"cluster_id" bigint,
	"name" text NOT NULL,
	"node" text NOT NULL,
	"kind" text,
	"content" text,
	"shared" boolean DEFAULT false NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"status" text,
	"used_bytes" bigint,
	"total_bytes" bigint,
	"netbox_url" text
);
--> statement-breakpoint
CREATE TABLE "vms" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "vms_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"proxmox_endpoint_id" bigint NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"missing" boolean DEFAULT false NOT NULL,
	"cluster_id" bigint,
	"vmid" integer NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"template" boolean DEFAULT false NOT NULL,
	"status" text NOT NULL,
	"node" text NOT NULL,
	"cpu" double precision,
	"max_cpu" double precision,
	"memory_bytes" bigint,
	"max_memory_bytes" bigint,
	"max_disk_bytes" bigint,
	"uptime_seconds" bigint,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"netbox_id" integer,
	"netbox_url" text,
	"last_job_id" bigint,
	"first_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_objects" (
	"job_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"stage" text NOT NULL,
	"proxmox_endpoint_id" bigint DEFAULT 0 NOT NULL,
	"operation" text NOT NULL,
	"status" text NOT NULL,
	"netbox_id" integer,
	"netbox_url" text,
	"message" text,
	"duration_ms" integer,
	"seq" bigint NOT NULL,
	CONSTRAINT "job_objects_job_id_stage_proxmox_endpoint_id_kind_name_pk" PRIMARY KEY("job_id","stage","proxmox_endpoint_id","kind","name")
);
--> statement-breakpoint
CREATE TABLE "job_stages" (
	"job_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"sync_type" text NOT NULL,
	"proxmox_endpoint_id" bigint,
	"stream_path" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"optional" boolean DEFAULT false NOT NULL,
	"http_status" integer,
	"attempts" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"counts" jsonb,
	"result" jsonb,
	"reason" text,
	"error" text,
	"error_code" text,
	"suggestion" text,
	CONSTRAINT "job_stages_job_id_position_pk" PRIMARY KEY("job_id","position")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text DEFAULT 'Proxbox Sync' NOT NULL,
	"status" text NOT NULL,
	"outcome" text,
	"queue" text DEFAULT 'proxbox-default' NOT NULL,
	"params" jsonb NOT NULL,
	"scope_key" text NOT NULL,
	"backend_id" bigint,
	"user_id" bigint,
	"token_id" bigint,
	"schedule_id" bigint,
	"parent_job_id" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"scheduled_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"max_attempts" integer DEFAULT 3 NOT NULL,
	"losses" integer DEFAULT 0 NOT NULL,
	"worker_id" bigint,
	"lease_id" uuid,
	"lease_expires_at" timestamp (3) with time zone,
	"fence" bigint,
	"error" text,
	"error_code" text,
	"suggestion" text,
	"waiting_reason" text,
	"holder_job_id" bigint,
	"cancel_requested_at" timestamp (3) with time zone,
	"cancel_requested_by" bigint,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"last_frame_at" timestamp (3) with time zone,
	"progress" jsonb,
	"counts" jsonb,
	"fold_state" jsonb,
	"fold_seq" bigint DEFAULT 0 NOT NULL,
	"frames_kept" boolean DEFAULT false NOT NULL,
	"frames_dropped_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"key" text PRIMARY KEY NOT NULL,
	"job_id" bigint,
	"fence" bigint DEFAULT 0 NOT NULL,
	"taken_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "workers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"version" text NOT NULL,
	"port" integer,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"stopped_at" timestamp (3) with time zone,
	"state" text DEFAULT 'starting' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "schedules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"params" jsonb NOT NULL,
	"start_at" timestamp (3) with time zone,
	"interval_minutes" integer,
	"cron" text,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"missed" text DEFAULT 'skip' NOT NULL,
	"overlap" text DEFAULT 'skip' NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"next_run_at" timestamp (3) with time zone,
	"last_job_id" bigint,
	"last_run_at" timestamp (3) with time zone,
	"missed_count" integer DEFAULT 0 NOT NULL,
	"last_missed_at" timestamp (3) with time zone,
	"system_key" text,
	"user_id" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "schedules_system_key_unique" UNIQUE("system_key")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"user_id" bigint,
	"username" text NOT NULL,
	"token_id" bigint,
	"address" text,
	"request_id" text,
	"action" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text,
	"object_name" text,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "console_facts" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"values" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"webhook_id" bigint NOT NULL,
	"event" text NOT NULL,
	"payload" jsonb NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"http_status" integer,
	"error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"next_try_at" timestamp (3) with time zone,
	"dedupe_key" bigint
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhooks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"url" text NOT NULL,
	"sealed_secret" text,
	"events" text[] NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"verify_ssl" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhooks_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_tokens_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"name" text NOT NULL,
	"public_id" text NOT NULL,
	"secret_hash" text NOT NULL,
	"role" text NOT NULL,
	"write_enabled" boolean DEFAULT true NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"allowed_addresses" text[],
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_tokens_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "saved_views_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"page" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sessions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"token_hash" text NOT NULL,
	"address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"reauthenticated_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"username" text NOT NULL,
	"password_hash" text,
	"role" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"oidc_subject" text,
	"time_zone" text,
	"last_sign_in_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_cluster_id_clusters_id_fk" FOREIGN KEY ("cluster_id") REFERENCES "public"."clusters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storages" ADD CONSTRAINT "storages_cluster_id_clusters_id_fk" FOREIGN KEY ("cluster_id") REFERENCES "public"."clusters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vms" ADD CONSTRAINT "vms_cluster_id_clusters_id_fk" FOREIGN KEY ("cluster_id") REFERENCES "public"."clusters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_objects" ADD CONSTRAINT "job_objects_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_stages" ADD CONSTRAINT "job_stages_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "check_history_endpoint_idx" ON "check_history" USING btree ("service","endpoint_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "backends_name_key" ON "backends" USING btree (lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "backends_one_default_key" ON "backends" USING btree ("is_default") WHERE is_default;--> statement-breakpoint
CREATE UNIQUE INDEX "netbox_endpoints_name_key" ON "netbox_endpoints" USING btree (lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "netbox_endpoints_one_default_key" ON "netbox_endpoints" USING btree ("is_default") WHERE is_default;--> statement-breakpoint
CREATE UNIQUE INDEX "proxmox_endpoints_name_key" ON "proxmox_endpoints" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "job_frames_problems_idx" ON "job_frames" USING btree ("job_id","seq") WHERE level in ('warning', 'error');--> statement-breakpoint
CREATE UNIQUE INDEX "clusters_endpoint_name_key" ON "clusters" USING btree ("proxmox_endpoint_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "nodes_endpoint_name_key" ON "nodes" USING btree ("proxmox_endpoint_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "storages_endpoint_node_name_key" ON "storages" USING btree ("proxmox_endpoint_id","node","name");--> statement-breakpoint
CREATE UNIQUE INDEX "vms_endpoint_vmid_key" ON "vms" USING btree ("proxmox_endpoint_id","vmid");--> statement-breakpoint
CREATE INDEX "vms_name_idx" ON "vms" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "vms_cluster_id_idx" ON "vms" USING btree ("cluster_id");--> statement-breakpoint
CREATE INDEX "job_objects_seq_idx" ON "job_objects" USING btree ("job_id","seq");--> statement-breakpoint
CREATE INDEX "job_stages_history_idx" ON "job_stages" USING btree ("sync_type","proxmox_endpoint_id","completed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_created_at_idx" ON "jobs" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_status_idx" ON "jobs" USING btree ("status","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_active_idx" ON "jobs" USING btree ("status") WHERE status in ('pending', 'scheduled', 'running');--> statement-breakpoint
CREATE INDEX "jobs_outcome_idx" ON "jobs" USING btree ("outcome","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_scope_key_idx" ON "jobs" USING btree ("scope_key","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_schedule_id_idx" ON "jobs" USING btree ("schedule_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_user_id_idx" ON "jobs" USING btree ("user_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "jobs_completed_at_idx" ON "jobs" USING btree ("completed_at");--> statement-breakpoint
CREATE INDEX "jobs_params_idx" ON "jobs" USING gin ("params" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "schedules_due_idx" ON "schedules" USING btree ("next_run_at") WHERE enabled;--> statement-breakpoint
CREATE INDEX "audit_log_at_idx" ON "audit_log" USING btree ("at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_log_object_idx" ON "audit_log" USING btree ("object_type","object_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_webhook_idx" ON "webhook_deliveries" USING btree ("webhook_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "api_tokens_user_id_idx" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_user_page_name_key" ON "saved_views" USING btree ("user_id","page","name");--> statement-breakpoint
CREATE INDEX "sessions_user_id_idx" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_username_key" ON "users" USING btree (lower("username"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_oidc_subject_key" ON "users" USING btree ("oidc_subject");--> statement-breakpoint
-- Retention drops whole partitions, so frames of 500 jobs share one. Called when a job is created.
CREATE FUNCTION ensure_frame_partition(job bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first_job bigint := (job / 500) * 500;
  partition_name text := format('job_frames_p%s', first_job);
BEGIN
  IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(7240, (job / 500)::int);
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF job_frames FOR VALUES FROM (%s) TO (%s)',
    partition_name, first_job, first_job + 500);
END $$;
--> statement-breakpoint
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('proxbox.audit_retention', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'audit_log is append-only';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
--> statement-breakpoint
INSERT INTO "settings" ("id") VALUES (1);
