import { z } from "zod";
import { route } from "#lib/http/route";
import { countWaitingJobs } from "#lib/jobs/waiting";
import { isDatabaseUp } from "#lib/status/database-up";
import { whatIsMissing } from "#lib/status/missing";
import { LiveWorker, listLiveWorkers } from "#lib/workers/live";
import packageJson from "../../../package.json" with { type: "json" };

export const GET = route({
  permission: "status:read",
  summary: "Version, database, workers and queue",
  answers: z.object({
    version: z.string(),
    database: z.object({ up: z.boolean(), notifications: z.boolean() }),
    workers: z.array(LiveWorker),
    queue: z.record(z.string(), z.number()),
    missing: z.array(z.string()),
  }),
  handle: async ({ ctx, runtime }) => {
    const database = { up: await isDatabaseUp(runtime.pool), notifications: runtime.listener.isConnected() };
    const workers = await listLiveWorkers(ctx.db);
    return {
      version: packageJson.version,
      database,
      workers,
      queue: await countWaitingJobs(ctx.db),
      missing: whatIsMissing({ database, workers }),
    };
  },
});
