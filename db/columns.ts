import { sql } from "drizzle-orm";
import { bigint, timestamp } from "drizzle-orm/pg-core";

/** Ids are small enough for a JavaScript number for longer than any installation lives. */
export const id = () => bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity();

export const reference = (name: string) => bigint(name, { mode: "number" });

export const bytes = (name: string) => bigint(name, { mode: "number" });

export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

export const createdAt = () => at("created_at").notNull().default(sql`now()`);

export const updatedAt = () => at("updated_at").notNull().default(sql`now()`);
