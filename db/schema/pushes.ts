import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, reference } from "../columns.ts";

/** What a backend is still to be given: one row per saved endpoint, gone once every backend has it. */
export const pendingPushes = pgTable(
  "pending_pushes",
  {
    kind: text("kind", { enum: ["backends", "netbox", "proxmox"] }).notNull(),
    endpointId: reference("endpoint_id").notNull(),
    /** Of the newest save: a delivery that began before it does not settle it. */
    requestedAt: at("requested_at").notNull(),
    requestedBy: text("requested_by").notNull(),
    attempts: integer("attempts").notNull().default(0),
    nextTryAt: at("next_try_at").notNull(),
    lastError: text("last_error"),
    /** The backend said no: trying again would not help. */
    refusedAt: at("refused_at"),
  },
  (table) => [primaryKey({ columns: [table.kind, table.endpointId] })],
);
