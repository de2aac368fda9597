import { inTransaction, type Tx } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError, invalidField, isAppError } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { resolveScope } from "../jobs/resolve-scope.ts";
import type { JobParams } from "../jobs/schema.ts";
import { parseInput } from "../parse-input.ts";
import { noSuchSchedule } from "./get.ts";
import { nextOccurrence } from "./occurrences.ts";
import { ScheduleInput, writableFields } from "./schema.ts";
import {
  databaseNow,
  insertSchedule,
  lockSchedule,
  type NewSchedule,
  type ScheduleRow,
  updateSchedule,
} from "./store.ts";
import { toWireSchedule, type WireSchedule } from "./wire.ts";

/** A new schedule. An interval without `start_at` counts from now; one run in the past is refused. */
export async function createSchedule(ctx: Ctx, body: unknown): Promise<WireSchedule> {
  requirePermission(ctx.actor, "schedules:write");
  const input = parseInput(ScheduleInput, body);
  return inTransaction(ctx.db, async (tx) => {
    await assertRunnable(tx, input.params);
    const now = await databaseNow(tx);
    const userId = ctx.actor.kind === "user" ? ctx.actor.userId : null;
    const row = await insertSchedule(tx, { ...toRow(input, now), userId });
    return saved({ ...ctx, db: tx }, { action: "create", before: null, row, now });
  });
}

/** Changes the named fields of a schedule; `isWhole` sets the others back to their defaults. */
export async function updateScheduleFields(
  ctx: Ctx,
  input: { id: number; body: Record<string, unknown>; isWhole: boolean },
): Promise<WireSchedule> {
  requirePermission(ctx.actor, "schedules:write");
  return inTransaction(ctx.db, async (tx) => {
    const before = await lockSchedule(tx, input.id);
    if (!before) throw noSuchSchedule(input.id);
    assertOwn(before);
    const now = await databaseNow(tx);
    const current = pick(toWireSchedule(before, now), writableFields);
    const wanted = parseInput(ScheduleInput, input.isWhole ? input.body : merge(current, input.body));
    await assertRunnable(tx, wanted.params);
    const row = await updateSchedule(tx, input.id, toRow(wanted, now));
    if (!row) throw noSuchSchedule(input.id);
    return saved({ ...ctx, db: tx }, { action: "update", before, row, now });
  });
}

/** The system's own schedule follows a setting; it is changed there. */
export function assertOwn(row: ScheduleRow): void {
  if (row.systemKey === null) return;
  throw new AppError("conflict", "This schedule follows the setting sync_interval; change that setting instead.");
}

/** The columns an input decides about, next run included. */
function toRow(input: ScheduleInput, now: Date): NewSchedule {
  const given = input.start_at === null ? null : new Date(input.start_at);
  const startAt = given ?? (input.interval_minutes === null ? null : now);
  const timing = { startAt, intervalMinutes: input.interval_minutes, cron: input.cron, timezone: input.timezone };
  const nextRunAt = nextOccurrence(timing, now);
  if (!nextRunAt && input.enabled) {
    throw invalidField("start_at", `${input.start_at} has passed; a schedule that runs once needs a time to come`);
  }
  const { name, params, missed, overlap, enabled } = input;
  return { ...timing, name, params, missed, overlap, enabled, nextRunAt: enabled ? nextRunAt : null };
}

/** What the schedule names must exist now; what is merely not set up yet may come later. */
async function assertRunnable(tx: Tx, params: JobParams): Promise<void> {
  try {
    await resolveScope(tx, params);
  } catch (error) {
    if (!isAppError(error, "not_found")) throw error;
  }
}

type Saved = { action: "create" | "update"; before: ScheduleRow | null; row: ScheduleRow; now: Date };

async function saved(ctx: Ctx, { action, before, row, now }: Saved): Promise<WireSchedule> {
  const change = { action, objectType: "schedule", objectId: row.id, objectName: row.name, before, after: row };
  await recordAudit(ctx, change);
  await publish(ctx.db, topics.schedules);
  return toWireSchedule(row, now);
}

/** `params` are merged by their own names: who changes the mode keeps the endpoints. */
function merge(current: Record<string, unknown>, body: Record<string, unknown>): Record<string, unknown> {
  const isObject = typeof body.params === "object" && body.params !== null;
  const params = isObject ? { params: { ...(current.params as object), ...(body.params as object) } } : {};
  return { ...current, ...body, ...params };
}

function pick(values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}
