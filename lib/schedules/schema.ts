import { CronExpressionParser } from "cron-parser";
import { z } from "zod";
import { MomentInput } from "../format/moment-input.ts";
import { isTimeZone } from "../format/zoned.ts";
import { JobParams } from "../jobs/schema.ts";

export const missedPolicies = ["skip", "once"] as const;
export const overlapPolicies = ["skip", "queue"] as const;

const CRON_FIELDS = 5;
const MAX_INTERVAL_MINUTES = 525_600;

/** An IANA name that this machine knows. */
const Timezone = z
  .string()
  .trim()
  .refine(isTimeZone, {
    error: (issue) => `"${issue.input}" is no time zone of the IANA list, like Europe/Berlin or UTC`,
  });

/** Five fields: minute, hour, day of month, month, day of week. */
const Cron = z
  .string()
  .trim()
  .max(200)
  .superRefine((text, check) => {
    const problem = cronProblem(text);
    if (problem) check.addIssue({ code: "custom", message: problem });
  });

const fields = {
  name: z.string().trim().min(1).max(120),
  params: JobParams.prefault({}),
  /** When it runs first; also the moment from which an interval counts. */
  start_at: MomentInput.nullable().default(null),
  interval_minutes: z.number().int().min(1).max(MAX_INTERVAL_MINUTES).nullable().default(null),
  cron: Cron.nullable().default(null),
  timezone: Timezone.default("UTC"),
  missed: z.enum(missedPolicies).default("skip"),
  overlap: z.enum(overlapPolicies).default("skip"),
  enabled: z.boolean().default(true),
};

/** A schedule as it is created. Neither interval nor cron: it runs once, at `start_at`. */
export const ScheduleInput = z.strictObject(fields).superRefine(checkTiming);
export type ScheduleInput = z.infer<typeof ScheduleInput>;

/** What a change of a schedule may name; what it does not name stays. */
export const ScheduleChange = z.strictObject(fields).partial();

/** The names that may be written; everything else of a schedule is ours. */
export const writableFields = Object.keys(fields);

/** When a schedule runs; what the calculation of occurrences needs and no more. */
export type Timing = Pick<ScheduleInput, "cron" | "timezone"> & {
  startAt: Date | null;
  intervalMinutes: number | null;
};

function checkTiming(input: Pick<ScheduleInput, "interval_minutes" | "cron" | "start_at">, check: z.RefinementCtx) {
  if (input.interval_minutes !== null && input.cron !== null) {
    const message = "cannot be combined with interval_minutes; give one of them";
    check.addIssue({ code: "custom", path: ["cron"], message });
  }
  if (input.interval_minutes === null && input.cron === null && input.start_at === null) {
    const message = "say when: a time for one run, or interval_minutes or cron to repeat it";
    check.addIssue({ code: "custom", path: ["start_at"], message });
  }
}

function cronProblem(text: string): string | null {
  const example = 'like "0 3 * * 1-5" (minute, hour, day of month, month, day of week)';
  if (text.split(/\s+/).length !== CRON_FIELDS) return `"${text}" needs five fields, ${example}`;
  try {
    CronExpressionParser.parse(text);
    return null;
  } catch (error) {
    return `"${text}" cannot be read (${error instanceof Error ? error.message : String(error)}); write it ${example}`;
  }
}
