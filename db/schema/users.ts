import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, text, uniqueIndex, varchar } from "drizzle-orm/pg-core";
import { at, createdAt, id, reference, updatedAt } from "../columns.ts";

export const users = pgTable(
  "users",
  {
    id: id(),
    username: text("username").notNull(),
    passwordHash: text("password_hash"),
    role: text("role", { enum: ["viewer", "operator", "admin"] }).notNull(),
    enabled: boolean("enabled").notNull().default(true),
    /** `issuer subject` of single sign-on, when the user came from there. */
    oidcSubject: text("oidc_subject"),
    timeZone: text("time_zone"),
    lastSignInAt: at("last_sign_in_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex("users_username_key").on(sql`lower(${table.username})`),
    uniqueIndex("users_oidc_subject_key").on(table.oidcSubject),
  ],
);

export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    userId: reference("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull().unique(),
    address: text("address"),
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    lastSeenAt: at("last_seen_at").notNull().default(sql`now()`),
    expiresAt: at("expires_at").notNull(),
    /** When the password was last entered in this session. */
    reauthenticatedAt: at("reauthenticated_at"),
    revokedAt: at("revoked_at"),
  },
  (table) => [index("sessions_user_id_idx").on(table.userId), index("sessions_expires_at_idx").on(table.expiresAt)],
);

/** The shape that rate-limiter-flexible keeps its counters in. */
export const rateLimits = pgTable("rate_limits", {
  key: varchar("key", { length: 255 }).primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});

export const apiTokens = pgTable(
  "api_tokens",
  {
    id: id(),
    userId: reference("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    publicId: text("public_id").notNull().unique(),
    secretHash: text("secret_hash").notNull(),
    role: text("role", { enum: ["viewer", "operator", "admin"] }).notNull(),
    writeEnabled: boolean("write_enabled").notNull().default(true),
    expiresAt: at("expires_at"),
    allowedAddresses: text("allowed_addresses").array(),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
    createdAt: createdAt(),
  },
  (table) => [index("api_tokens_user_id_idx").on(table.userId)],
);

export const savedViews = pgTable(
  "saved_views",
  {
    id: id(),
    userId: reference("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    page: text("page").notNull(),
    name: text("name").notNull(),
    query: text("query").notNull(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("saved_views_user_page_name_key").on(table.userId, table.page, table.name)],
);
