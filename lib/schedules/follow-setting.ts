import type { Tx } from "#db/client";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { JobParams } from "../jobs/schema.ts";
import { nextOccurrence } from "./occurrences.ts";
import { databaseNow, findBySystemKey, insertSchedule, type NewSchedule, updateSchedule } from "./store.ts";

const SYSTEM_KEY = "sync_interval";

/** The schedule of the default full sync follows the setting `sync_interval`: minutes, counted from the change; 0 pauses it. */
export async function followSyncInterval(tx: Tx, minutes: number): Promise<void> {
  const existing = await findBySystemKey(tx, SYSTEM_KEY);
  if (!existing && minutes === 0) return;
  const values = minutes === 0 ? { enabled: false, nextRunAt: null } : await everyMinutes(tx, minutes);
  if (existing) await updateSchedule(tx, existing.id, values);
  else
    await insertSchedule(tx, {
      name: "Default full sync",
      params: JobParams.parse({}),
      systemKey: SYSTEM_KEY,
      ...values,
    });
  await publish(tx, topics.schedules);
}

async function everyMinutes(tx: Tx, minutes: number): Promise<Partial<NewSchedule>> {
  const startAt = await databaseNow(tx);
  const timing = { startAt, intervalMinutes: minutes, cron: null, timezone: "UTC" };
  return { ...timing, enabled: true, nextRunAt: nextOccurrence(timing, startAt) };
}
