import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cancelJob } from "../jobs/cancel.ts";
import { listJobs } from "../jobs/list.ts";
import { silentLogger } from "../log.ts";
import { updateSettings } from "../settings/update.ts";
import { asAdmin, asOperator, asViewer } from "../testing/actors.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { getSchedule } from "./get.ts";
import { listSchedules } from "./list.ts";
import { pauseSchedule, resumeSchedule } from "./pause.ts";
import { removeSchedule } from "./remove.ts";
import { runDueSchedules } from "./run-due.ts";
import { runScheduleNow } from "./run-now.ts";
import { createSchedule, updateScheduleFields } from "./save.ts";

let rig: SyncRig;
beforeAll(async () => {
  rig = await syncRig();
});
afterAll(() => rig.close());
beforeEach(async () => {
  await rig.open.pool.query("delete from schedules");
  await rig.open.pool.query("delete from jobs");
});

const operator = () => asOperator(rig.open.db);
const create = (body: Record<string, unknown>) => createSchedule(operator(), { name: "nightly", ...body });
const tick = () => runDueSchedules(rig.open.db, silentLogger);
const jobsOf = async (scheduleId: number) =>
  (await listJobs(operator(), { scheduleIds: [scheduleId], descending: false })).results;
/** Moves the plan of a schedule into the past, as if nobody had looked since. */
const shift = (id: number, minutes: number) =>
  rig.open.pool.query(
    "update schedules set next_run_at = next_run_at - $2 * interval '1 minute', start_at = start_at - $2 * interval '1 minute' where id = $1",
    [id, minutes],
  );

describe("a due occurrence", () => {
  it("becomes exactly one job, however many schedulers look at once", async () => {
    const schedule = await create({ interval_minutes: 10, overlap: "queue", params: { sync_types: ["devices"] } });
    await shift(schedule.id, 10);
    await Promise.all(Array.from({ length: 6 }, tick));
    const jobs = await jobsOf(schedule.id);
    expect(jobs).toHaveLength(1);
    expect(jobs[0]).toMatchObject({
      name: "nightly",
      status: "pending",
      schedule_id: schedule.id,
      params: { sync_types: ["devices"], on_conflict: "queue" },
    });
    const after = await getSchedule(operator(), schedule.id);
    expect(after).toMatchObject({ last_job_id: jobs[0]?.id, missed_count: 0, last_error: null });
    expect(new Date(after.next_run_at ?? 0).getTime()).toBeGreaterThan(Date.now());
  });

  it("starts nothing before its time", async () => {
    const schedule = await create({ interval_minutes: 10 });
    await tick();
    expect(await jobsOf(schedule.id)).toEqual([]);
  });

  it("is the only one of a schedule that does not repeat: run or missed, it is over then", async () => {
    const schedule = await create({ start_at: new Date(Date.now() + 60_000).toISOString() });
    await shift(schedule.id, 2);
    await tick();
    await tick();
    expect(await jobsOf(schedule.id)).toHaveLength(0);
    expect(await getSchedule(operator(), schedule.id)).toMatchObject({
      enabled: false,
      next_run_at: null,
      next_runs: [],
      missed_count: 1,
    });
  });

  it("records each missed one, and makes up for them with one job when the policy says once", async () => {
    const skip = await create({ interval_minutes: 10 });
    const once = await create({ interval_minutes: 10, missed: "once" });
    for (const schedule of [skip, once]) await shift(schedule.id, 35);
    await tick();
    expect(await jobsOf(skip.id)).toHaveLength(0);
    expect(await getSchedule(operator(), skip.id)).toMatchObject({ missed_count: 3 });
    expect(await jobsOf(once.id)).toHaveLength(1);
    expect(await getSchedule(operator(), once.id)).toMatchObject({ missed_count: 2 });
  });

  it("is recorded as missed while the job before it still waits, so that jobs never pile up", async () => {
    const schedule = await create({ interval_minutes: 10, overlap: "queue" });
    await shift(schedule.id, 10);
    await tick();
    await shift(schedule.id, 10);
    await tick();
    const [job, ...others] = await jobsOf(schedule.id);
    expect(others).toEqual([]);
    const after = await getSchedule(operator(), schedule.id);
    expect(after).toMatchObject({ missed_count: 1, last_error: expect.stringContaining(`Job ${job?.id}`) });
    await cancelJob(operator(), job?.id ?? 0);
    await shift(schedule.id, 10);
    await tick();
    expect(await jobsOf(schedule.id)).toHaveLength(2);
    expect(await getSchedule(operator(), schedule.id)).toMatchObject({ last_error: null });
  });

  it("is recorded with the reason when what it names is gone, and keeps no other schedule from running", async () => {
    const broken = await create({ interval_minutes: 10, params: { proxmox_endpoint_ids: rig.pveIds } });
    const sound = await create({ interval_minutes: 10 });
    await rig.open.pool.query(
      "update schedules set params = jsonb_set(params, '{proxmox_endpoint_ids}', '[4711]') where id = $1",
      [broken.id],
    );
    for (const schedule of [broken, sound]) await shift(schedule.id, 10);
    await tick();
    expect(await getSchedule(operator(), broken.id)).toMatchObject({
      missed_count: 1,
      last_error: expect.stringContaining("4711"),
    });
    expect(await jobsOf(sound.id)).toHaveLength(1);
  });
});

describe("verbs", () => {
  it("names the next five runs, and none while paused", async () => {
    const schedule = await create({ cron: "0 3 * * *", timezone: "Europe/Berlin" });
    expect(schedule.next_runs).toHaveLength(5);
    expect(schedule.next_runs[0]).toBe(schedule.next_run_at);
    expect(await pauseSchedule(operator(), schedule.id)).toMatchObject({ enabled: false, next_runs: [] });
    expect((await resumeSchedule(operator(), schedule.id)).next_runs).toEqual(schedule.next_runs);
  });

  it("does not count as missed what fell into a pause", async () => {
    const schedule = await create({ interval_minutes: 10, missed: "once" });
    await pauseSchedule(operator(), schedule.id);
    await shift(schedule.id, 100);
    await tick();
    await resumeSchedule(operator(), schedule.id);
    await tick();
    expect(await jobsOf(schedule.id)).toEqual([]);
    expect(await getSchedule(operator(), schedule.id)).toMatchObject({ missed_count: 0, enabled: true });
  });

  it("runs now without moving the plan, also when paused", async () => {
    const schedule = await create({ cron: "0 3 * * *" });
    await pauseSchedule(operator(), schedule.id);
    const job = await runScheduleNow(operator(), schedule.id);
    expect(job).toMatchObject({ status: "pending", schedule_id: schedule.id });
    expect(await getSchedule(operator(), schedule.id)).toMatchObject({ enabled: false, last_job_id: job.id });
  });

  it("changes what is named and keeps the rest", async () => {
    const schedule = await create({ interval_minutes: 10, params: { sync_types: ["devices"] } });
    const change = (body: Record<string, unknown>) =>
      updateScheduleFields(operator(), { id: schedule.id, body, isWhole: false });
    expect(await change({ interval_minutes: null, cron: "0 3 * * *" })).toMatchObject({
      interval_minutes: null,
      cron: "0 3 * * *",
      params: { sync_types: ["devices"] },
    });
    await expect(change({ cron: null, start_at: null })).rejects.toMatchObject({ code: "invalid" });
    await removeSchedule(operator(), schedule.id);
    await expect(getSchedule(operator(), schedule.id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("refuses a viewer, an endpoint that does not exist, and a time that has passed", async () => {
    await expect(createSchedule(asViewer(rig.open.db), {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(create({ interval_minutes: 5, params: { proxmox_endpoint_ids: [4711] } })).rejects.toMatchObject({
      fields: { proxmox_endpoint_ids: [expect.stringContaining("4711")] },
    });
    await expect(create({ start_at: "2020-01-01T00:00:00Z" })).rejects.toMatchObject({
      fields: { start_at: [expect.stringContaining("has passed")] },
    });
  });
});

describe("the setting sync_interval", () => {
  it("drives one schedule of its own, which nobody edits, and 0 switches it off", async () => {
    const set = (minutes: number) => updateSettings(asAdmin(rig.open.db), { sync_interval: minutes });
    await set(60);
    await set(30);
    const [system, ...others] = await listSchedules(operator());
    expect(others).toEqual([]);
    expect(system).toMatchObject({ is_system: true, interval_minutes: 30, enabled: true });
    const id = system?.id ?? 0;
    await expect(removeSchedule(operator(), id)).rejects.toMatchObject({ code: "conflict" });
    await shift(id, 30);
    await tick();
    expect(await jobsOf(id)).toMatchObject([{ name: "Proxbox Sync", params: { sync_types: ["all"] } }]);
    await set(0);
    expect(await getSchedule(operator(), id)).toMatchObject({ enabled: false, next_run_at: null });
  });
});
