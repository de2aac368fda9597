CREATE TABLE "config_drafts" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"document" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "config_drafts" ADD CONSTRAINT "config_drafts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;