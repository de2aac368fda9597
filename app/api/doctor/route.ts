import { z } from "zod";
import { lastReport } from "#lib/doctor/get";
import { runDoctor } from "#lib/doctor/run";
import { DoctorReport } from "#lib/doctor/schema";
import { AppError } from "#lib/errors";
import { route } from "#lib/http/route";

export const GET = route({
  permission: "doctor:read",
  summary: "The last result of the doctor; 404 before its first run",
  answers: DoctorReport,
  handle: async ({ ctx }) => {
    const report = await lastReport(ctx);
    if (!report) throw new AppError("not_found", "The doctor has not run yet. POST here to run it.");
    return report;
  },
});

/** Answers 200 also when much is wrong: that is the result. */
export const POST = route({
  permission: "doctor:run",
  summary: "Check everything now, from DNS to a write that NetBox accepts",
  body: z.strictObject({}),
  answers: DoctorReport,
  handle: ({ ctx }) => runDoctor(ctx),
  done: () => "/doctor",
});
