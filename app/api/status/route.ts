import { route } from "#lib/http/route";
import { countWaitingJobs } from "#lib/jobs/waiting";
import { isDatabaseUp } from "#lib/status/database-up";
import { listLiveWorkers } from "#lib/workers/live";
import packageJson from "../../../package.json" with { type: "json" };

export const GET = route({
  permission: "status:read",
  summary: "Version, database, workers and queue",
  handle: async ({ ctx, runtime }) => ({
    version: packageJson.version,
    database: { up: await isDatabaseUp(runtime.pool), notifications: runtime.listener.isConnected() },
    workers: await listLiveWorkers(ctx.db),
    queue: await countWaitingJobs(ctx.db),
  }),
});
