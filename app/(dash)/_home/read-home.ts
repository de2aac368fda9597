import type { Ctx } from "#lib/ctx";
import { listEndpoints } from "#lib/endpoints/list";
import { listCards } from "#lib/inventory/card";
import { listJobs } from "#lib/jobs/list";
import { listLiveJobs } from "#lib/jobs/live";
import { noWorkerSince } from "#lib/jobs/waiting";
import { listChecks } from "#lib/status/get";
import { services } from "#lib/status/schema";
import { listLiveWorkers } from "#lib/workers/live";
import { checkInterval } from "../../_status/check-interval.ts";

/** Enough to know the last sync of each endpoint. */
const LOOKED_AT = 50;

/** Everything the home page tells, read at once. */
export async function readHome(ctx: Ctx) {
  const [proxmox, netbox, backends, { results: jobs }, live, workers, noWorker, checkEveryMs, cards, ...checks] =
    await Promise.all([
      listEndpoints(ctx, "proxmox"),
      listEndpoints(ctx, "netbox"),
      listEndpoints(ctx, "backends"),
      listJobs(ctx, { limit: LOOKED_AT }),
      listLiveJobs(ctx),
      listLiveWorkers(ctx.db),
      noWorkerSince(ctx.db),
      checkInterval(ctx),
      listCards(ctx),
      ...services.map((service) => listChecks(ctx, service)),
    ]);
  const workerCount = workers.length;
  const states = checks.flat();
  return { proxmox, netbox, backends, jobs, live, workerCount, noWorker, checkEveryMs, cards, checks: states };
}
