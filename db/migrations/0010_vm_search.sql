-- What a list of tags reads as depends on nothing but the tags, which `array_to_string` cannot promise of every type.
CREATE FUNCTION vm_search_text(name text, node text, tags text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN name || chr(10) || node || chr(10) || array_to_string(tags, chr(10));--> statement-breakpoint
ALTER TABLE "vms" ADD COLUMN "search_text" text GENERATED ALWAYS AS (vm_search_text(name, node, tags)) STORED;--> statement-breakpoint
CREATE INDEX "vms_vmid_id_idx" ON "vms" USING btree ("vmid","id");--> statement-breakpoint
CREATE INDEX "vms_node_id_idx" ON "vms" USING btree ("node","id");--> statement-breakpoint
CREATE INDEX "vms_status_id_idx" ON "vms" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "vms_tags_idx" ON "vms" USING gin ("tags");--> statement-breakpoint
-- A search for part of a text reads every guest without it. Where the server lacks the extension it still works, slowly.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "vms_search_trgm_idx" ON "vms" USING gin ("search_text" COLLATE "C" gin_trgm_ops);
EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege THEN
  RAISE NOTICE 'pg_trgm is not available: a search for part of a text reads all guests';
END $$;
