import { jsonb, pgTable } from "drizzle-orm/pg-core";
import { createdAt, id } from "../columns.ts";

/** Results of the doctor, shaped by `lib/doctor/schema.ts`. */
export const doctorReports = pgTable("doctor_reports", {
  id: id(),
  createdAt: createdAt(),
  report: jsonb("report").$type<unknown>().notNull(),
});
