import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, id, reference } from "../columns.ts";

/** The last comparison of each Proxmox endpoint with NetBox; who wants a new one sets it to `pending`. */
export const previews = pgTable("previews", {
  proxmoxEndpointId: reference("proxmox_endpoint_id").primaryKey(),
  status: text("status", { enum: ["pending", "running", "done", "failed"] }).notNull(),
  requestedAt: at("requested_at").notNull(),
  requestedBy: text("requested_by").notNull(),
  takenAt: at("taken_at"),
  asOf: at("as_of"),
  durationMs: integer("duration_ms"),
  error: text("error"),
  counts: jsonb("counts").$type<{ missing: number; changed: number; only_in_netbox: number; same: number }>(),
  limits: jsonb("limits").$type<string[]>().notNull().default([]),
});

/** What differs, as the last good comparison found it, in its order. */
export const previewObjects = pgTable(
  "preview_objects",
  {
    id: id(),
    proxmoxEndpointId: reference("proxmox_endpoint_id").notNull(),
    kind: text("kind", { enum: ["cluster", "node", "vm"] }).notNull(),
    state: text("state", { enum: ["missing", "changed", "only_in_netbox"] }).notNull(),
    name: text("name").notNull(),
    cluster: text("cluster").notNull(),
    node: text("node"),
    vmid: integer("vmid"),
    type: text("type", { enum: ["qemu", "lxc"] }),
    netboxId: integer("netbox_id"),
    netboxUrl: text("netbox_url"),
    changes: jsonb("changes").$type<unknown[]>().notNull(),
    nextRun: text("next_run", { enum: ["create", "update", "leave"] }).notNull(),
    note: text("note"),
  },
  (table) => [index("preview_objects_endpoint_idx").on(table.proxmoxEndpointId, table.id)],
);
