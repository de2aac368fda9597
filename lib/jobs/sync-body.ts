import { z } from "zod";
import { foreignId } from "../http/query.ts";
import { parseInput } from "../parse-input.ts";
import { jobModes } from "./schema.ts";

const blank = (value: unknown) => (value === "" ? undefined : value);
const ids = (id: z.ZodType<number>) =>
  z.preprocess(
    (value) => (value === undefined || value === "" ? undefined : [value].flat().filter((item) => item !== "")),
    z.array(id).optional(),
  );

/** What a sync form may say besides what it syncs. */
export const SyncBody = z.strictObject({
  proxmox_endpoint_ids: ids(z.coerce.number().int().positive()),
  netbox_vm_ids: ids(foreignId),
  backend_id: z.preprocess(blank, z.coerce.number().int().positive().optional()),
  mode: z.preprocess(blank, z.enum(jobModes).optional()),
  transport: z.preprocess(blank, z.enum(["sse", "websocket"]).optional()),
  on_conflict: z.preprocess(blank, z.enum(["skip", "queue"]).optional()),
});

/** The optional fields of a sync form, as text or JSON → the body of a job. */
export function syncBody(syncType: string, body: unknown): Record<string, unknown> {
  const given = Object.entries(parseInput(SyncBody, body)).filter(([, value]) => value !== undefined);
  return { sync_types: [syncType], ...Object.fromEntries(given) };
}
