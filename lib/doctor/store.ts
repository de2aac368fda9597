import { desc, lt } from "drizzle-orm";
import type { Db } from "#db/client";
import { doctorReports } from "#db/schema/index";
import { DoctorReport } from "./schema.ts";

/** Earlier results are kept for a look back in the database, not for ever. */
const KEPT_REPORTS = 50;

export async function saveReport(db: Db, report: DoctorReport): Promise<void> {
  const [row] = await db.insert(doctorReports).values({ report }).returning({ id: doctorReports.id });
  if (row) await db.delete(doctorReports).where(lt(doctorReports.id, row.id - KEPT_REPORTS));
}

/** The newest result; null before the first run, and when an older release wrote it in another shape. */
export async function findReport(db: Db): Promise<DoctorReport | null> {
  const [row] = await db.select().from(doctorReports).orderBy(desc(doctorReports.id)).limit(1);
  return DoctorReport.safeParse(row?.report).data ?? null;
}
