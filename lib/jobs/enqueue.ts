import { inTransaction } from "#db/client";
import type { QueueName } from "#db/queues";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { parseInput } from "../parse-input.ts";
import { getJob } from "./get.ts";
import { resolveScope } from "./resolve-scope.ts";
import { JobInput, JobParams } from "./schema.ts";
import { scopeKey } from "./scope.ts";
import { insertJob } from "./store.ts";
import type { WireJob } from "./wire.ts";

export const DEFAULT_JOB_NAME = "Proxbox Sync";

export type EnqueueOrigin = {
  parentJobId?: number;
  scheduleId?: number;
  queue?: QueueName;
  /** Set by a schedule: whom the job belongs to. */
  userId?: number | null;
};

/**
 * Puts a job into the queue: row and doorbell in one transaction. `body` is flat: the params plus `name` and
 * `scheduled_at`. Unknown or disabled ids are a 400 that names them; conflicts are decided when a worker claims it.
 */
export async function enqueueJob(ctx: Ctx, body: unknown, origin: EnqueueOrigin = {}): Promise<WireJob> {
  requirePermission(ctx.actor, "jobs:create");
  const { name, scheduled_at: scheduledAt, ...rest } = parseInput(JobInput, body);
  const params = parseInput(JobParams, rest);
  return inTransaction(ctx.db, async (tx) => {
    const scope = await resolveScope(tx, params);
    const startsLater = scheduledAt !== undefined && new Date(scheduledAt) > new Date();
    const { actor } = ctx;
    const row = await insertJob(tx, {
      name: name ?? DEFAULT_JOB_NAME,
      queue: origin.queue ?? "proxbox-default",
      params: { ...params, backend_id: scope.backendId },
      scopeKey: scopeKey(params, scope.backendId),
      backendId: scope.backendId,
      userId: origin.userId ?? (actor.kind === "user" ? actor.userId : null),
      tokenId: actor.kind === "user" ? (actor.tokenId ?? null) : null,
      scheduleId: origin.scheduleId ?? null,
      parentJobId: origin.parentJobId ?? null,
      scheduledAt: startsLater ? new Date(scheduledAt) : null,
    });
    await publish(tx, topics.jobs);
    return getJob({ ...ctx, db: tx }, row.id);
  });
}
