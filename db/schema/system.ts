import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id, reference, updatedAt } from "../columns.ts";
import { users } from "./users.ts";

/** One row: the operator's settings, typed by `lib/settings/schema.ts`. */
export const settings = pgTable("settings", {
  id: integer("id").primaryKey().default(1),
  values: jsonb("values").$type<Record<string, unknown>>().notNull().default({}),
  updatedAt: updatedAt(),
});

/** Facts about this installation: check value of the secret keys, set-up code hash, installation id. */
export const consoleFacts = pgTable("console_facts", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
  updatedAt: updatedAt(),
});

/** Who did what. Append-only: a trigger refuses UPDATE and DELETE outside retention. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: id(),
    at: at("at").notNull().defaultNow(),
    actorKind: text("actor_kind").notNull(),
    userId: reference("user_id"),
    username: text("username").notNull(),
    tokenId: reference("token_id"),
    address: text("address"),
    requestId: text("request_id"),
    action: text("action").notNull(),
    objectType: text("object_type").notNull(),
    objectId: text("object_id"),
    objectName: text("object_name"),
    before: jsonb("before").$type<unknown>(),
    after: jsonb("after").$type<unknown>(),
  },
  (table) => [
    index("audit_log_at_idx").on(table.at.desc()),
    index("audit_log_object_idx").on(table.objectType, table.objectId),
  ],
);

/** The configuration that somebody is about to import, kept between looking at its differences and applying it. */
export const configDrafts = pgTable("config_drafts", {
  userId: reference("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  document: text("document").notNull(),
  updatedAt: updatedAt(),
});

export const webhooks = pgTable("webhooks", {
  id: id(),
  name: text("name").notNull().unique(),
  url: text("url").notNull(),
  sealedSecret: text("sealed_secret"),
  events: text("events").array().notNull(),
  enabled: boolean("enabled").notNull().default(true),
  verifySsl: boolean("verify_ssl").notNull().default(true),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: id(),
    webhookId: reference("webhook_id")
      .notNull()
      .references(() => webhooks.id, { onDelete: "cascade" }),
    event: text("event").notNull(),
    payload: jsonb("payload").$type<unknown>().notNull(),
    status: text("status", { enum: ["pending", "delivered", "failed"] })
      .notNull()
      .default("pending"),
    attempts: integer("attempts").notNull().default(0),
    httpStatus: integer("http_status"),
    error: text("error"),
    createdAt: createdAt(),
    deliveredAt: at("delivered_at"),
    nextTryAt: at("next_try_at"),
    dedupeKey: bigint("dedupe_key", { mode: "number" }),
  },
  (table) => [
    index("webhook_deliveries_webhook_idx").on(table.webhookId, table.id.desc()),
    index("webhook_deliveries_dedupe_idx").on(table.webhookId, table.event, table.dedupeKey),
    index("webhook_deliveries_due_idx").on(table.nextTryAt).where(sql`status = 'pending'`),
    index("webhook_deliveries_created_at_idx").on(table.createdAt),
  ],
);
