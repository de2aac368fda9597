import { z } from "zod";
import { PendingPush } from "../pushes/schema.ts";

/**
 * `pending`: saved here, still to be given to the backend · `refused`: the backend said no · `missing`: it has none ·
 * `unknown`: it could not be asked · `not_used`: switched off, or no backend is there for it.
 */
export const driftStates = ["in_backend", "pending", "refused", "drifted", "missing", "unknown", "not_used"] as const;
export const DriftState = z.enum(driftStates);
export type DriftState = z.infer<typeof DriftState>;

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One endpoint of ours and its copy in one backend. */
export const DriftCopy = z.object({
  kind: z.enum(["netbox", "proxmox"]),
  endpoint_id: z.number(),
  endpoint_name: z.string(),
  backend_id: z.number(),
  backend_name: z.string(),
  state: DriftState,
  /** The id of the copy in the backend. */
  remote_id: z.number().nullable(),
  detail: z.string().nullable(),
  fields: z.array(
    z.object({ field: z.string(), here: Value, there: Value, state: z.enum(["same", "differs", "unknown"]) }),
  ),
  secrets: z.array(z.object({ field: z.string(), state: z.enum(["none", "set", "differs", "unknown"]) })),
});
export type DriftCopy = z.infer<typeof DriftCopy>;

export const Drift = z
  .object({
    state: DriftState,
    /** Has the backend a key of its own, and does it take ours? Only of a backend. */
    bootstrap: z.object({ needs_bootstrap: z.boolean().nullable(), detail: z.string() }).nullable(),
    copies: z.array(DriftCopy),
    pending: PendingPush.nullable(),
    as_of: z.string(),
  })
  .meta({ id: "Drift" });
export type Drift = z.infer<typeof Drift>;
