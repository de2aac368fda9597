import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, id, reference } from "../columns.ts";

/** The last keepalive result of each endpoint. */
export const checks = pgTable(
  "checks",
  {
    service: text("service", { enum: ["backend", "netbox", "proxmox"] }).notNull(),
    endpointId: reference("endpoint_id").notNull(),
    status: text("status", { enum: ["success", "error", "unknown", "disabled"] }).notNull(),
    result: jsonb("result").$type<Record<string, unknown>>().notNull(),
    checkedAt: at("checked_at"),
    changedAt: at("changed_at"),
    nextCheckAt: at("next_check_at"),
    failures: integer("failures").notNull().default(0),
    /** Which state of the endpoint was looked at: a later one is due at once. */
    endpointUpdatedAt: at("endpoint_updated_at"),
  },
  (table) => [primaryKey({ columns: [table.service, table.endpointId] })],
);

export const checkHistory = pgTable(
  "check_history",
  {
    id: id(),
    service: text("service").notNull(),
    endpointId: reference("endpoint_id").notNull(),
    at: at("at").notNull(),
    status: text("status").notNull(),
    reachable: boolean("reachable"),
    latencyMs: integer("latency_ms"),
    detail: text("detail"),
  },
  (table) => [
    index("check_history_endpoint_idx").on(table.service, table.endpointId, table.at.desc()),
    // For retention: rows arrive in the order of their time.
    index("check_history_at_idx").using("brin", table.at),
  ],
);
