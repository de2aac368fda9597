import type { Ctx } from "#lib/ctx";
import { enqueueJob } from "#lib/jobs/enqueue";
import { getJob } from "#lib/jobs/get";
import { listLiveWorkers } from "#lib/workers/live";
import type { SyncTarget } from "./sync-target.ts";

export const localTarget = (ctx: Ctx): SyncTarget => ({
  enqueue: (params) => enqueueJob(ctx, params),
  read: (jobId) => getJob(ctx, jobId),
  hasWorker: async () => (await listLiveWorkers(ctx.db)).some((worker) => worker.state === "ready"),
});
