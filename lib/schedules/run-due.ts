import { type Db, inTransaction, type Tx } from "#db/client";
import { systemActor } from "../auth/schema.ts";
import { isAppError } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { isJobWaiting } from "../jobs/waiting.ts";
import type { Logger } from "../log.ts";
import { settle } from "./settle.ts";
import { startScheduledJob } from "./start-job.ts";
import { claimDue, findDueIds, findMsToNextRun, type NewSchedule, type ScheduleRow, updateSchedule } from "./store.ts";
import { timingOf } from "./wire.ts";

const MAX_PER_LOOK = 100;

/**
 * Starts the jobs of all schedules whose time has come. Claiming the occurrence, moving the schedule on and inserting
 * the job are one transaction each: any number of schedulers give one job, and a crash between gives neither.
 */
export async function runDueSchedules(db: Db, log: Logger): Promise<void> {
  for (const id of await findDueIds(db, MAX_PER_LOOK)) {
    // One schedule that cannot be run must not keep the others from it.
    await inTransaction(db, (tx) => runDue(tx, id, log)).catch((error) =>
      log.error({ err: error, scheduleId: id }, "a schedule could not be run"),
    );
  }
}

/** Milliseconds until the next schedule is due, by the database's clock; null when none is to run. */
export const msToNextRun = (db: Db): Promise<number | null> => findMsToNextRun(db);

async function runDue(tx: Tx, id: number, log: Logger): Promise<void> {
  const claimed = await claimDue(tx, id);
  if (!claimed?.schedule.nextRunAt) return;
  const { schedule, now } = claimed;
  const timing = timingOf(schedule);
  const settled = settle(timing, { dueAt: claimed.schedule.nextRunAt, now, missed: schedule.missed });
  const isOnce = schedule.cron === null && schedule.intervalMinutes === null;
  const started = settled.starts ? await startJob(tx, schedule) : null;
  const refused = started && "refused" in started ? started.refused : null;
  const missed = settled.missed + (refused ? 1 : 0);
  const change: Partial<NewSchedule> = {
    nextRunAt: settled.nextRunAt,
    missedCount: schedule.missedCount + missed,
    ...(missed > 0 ? { lastMissedAt: refused ? now : settled.lastMissedAt } : {}),
    ...(started ? { lastError: refused } : {}),
    ...(started && "jobId" in started ? { lastJobId: started.jobId, lastRunAt: now } : {}),
    // What runs once is over; paused, it can be given a new time.
    ...(isOnce ? { enabled: false } : {}),
  };
  await updateSchedule(tx, id, change);
  await publish(tx, topics.schedules);
  if (missed > 0) log.warn({ scheduleId: id, missed, reason: refused }, "a schedule missed runs");
}

type Started = { jobId: number } | { refused: string };

/** One job of a schedule waits at most: more of the same would only pile up behind it. */
async function startJob(tx: Tx, schedule: ScheduleRow): Promise<Started> {
  if (schedule.lastJobId !== null && (await isJobWaiting(tx, schedule.lastJobId))) {
    return { refused: `Job ${schedule.lastJobId} of this schedule still waits to be started.` };
  }
  try {
    const job = await startScheduledJob({ db: tx, actor: systemActor("schedule") }, schedule);
    return { jobId: job.id };
  } catch (error) {
    // What the schedule names is gone or disabled: nothing was written, and the next run may find it again.
    if (isAppError(error)) return { refused: error.message };
    throw error;
  }
}
