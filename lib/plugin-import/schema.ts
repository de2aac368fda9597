import { z } from "zod";
import { EndpointKind } from "../endpoints/schema.ts";

/** A secret that the plugin does not tell, and that somebody must enter. `name` is its input: `proxmox-3.password`. */
export const NeededSecret = z.object({
  name: z.string(),
  field: z.string(),
  label: z.string(),
  required: z.boolean(),
});
export type NeededSecret = z.infer<typeof NeededSecret>;

export const ImportItem = z
  .object({
    /** `proxmox-3`: the kind here, and the plugin's own id. */
    key: z.string(),
    kind: EndpointKind,
    name: z.string(),
    address: z.string(),
    enabled: z.boolean(),
    /** `known`: an endpoint with this host and port is here already. `unusable`: see `note`. */
    state: z.enum(["new", "known", "unusable"]),
    endpoint_id: z.number().int().nullable(),
    note: z.string().nullable(),
    secrets: z.array(NeededSecret),
    /** What it will be created with, secrets apart. */
    values: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "PluginImportItem" });
export type ImportItem = z.infer<typeof ImportItem>;

export const ImportInput = z.strictObject({
  /** The keys to import; one box that is ticked arrives as a text. */
  rows: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.string()).min(1, "choose at least one"),
  ),
  secret: z.record(z.string(), z.string()).default({}),
});
export type ImportInput = z.infer<typeof ImportInput>;
