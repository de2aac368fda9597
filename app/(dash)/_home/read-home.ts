import type { Ctx } from "#lib/ctx";
import { listEndpoints } from "#lib/endpoints/list";
import { listCards } from "#lib/inventory/card";
import type { Card } from "#lib/inventory/schema";
import { listJobs } from "#lib/jobs/list";
import { listLiveJobs } from "#lib/jobs/live";
import { noWorkerSince } from "#lib/jobs/waiting";
import type { WireJob } from "#lib/jobs/wire";
import { listSchedules } from "#lib/schedules/list";
import { listChecks } from "#lib/status/get";
import { services } from "#lib/status/schema";
import { listLiveWorkers } from "#lib/workers/live";
import { checkInterval } from "../../_status/check-interval.ts";

/** Enough to know the last sync of each endpoint. */
const LOOKED_AT = 50;

/** Everything the home page tells, read at once. */
export async function readHome(ctx: Ctx) {
  const [proxmox, netbox, backends, recent, live, schedules, workers, noWorker, checkEveryMs, cards, ...checks] =
    await Promise.all([
      listEndpoints(ctx, "proxmox"),
      listEndpoints(ctx, "netbox"),
      listEndpoints(ctx, "backends"),
      listJobs(ctx, { limit: LOOKED_AT }),
      listLiveJobs(ctx),
      listSchedules(ctx),
      listLiveWorkers(ctx.db),
      noWorkerSince(ctx.db),
      checkInterval(ctx),
      listCards(ctx),
      ...services.map((service) => listChecks(ctx, service)),
    ]);
  const workerCount = workers.length;
  const states = checks.flat();
  const jobs = await withLastOf(ctx, recent.results, cards);
  return {
    proxmox,
    netbox,
    backends,
    jobs,
    live,
    schedules,
    workerCount,
    noWorker,
    checkEveryMs,
    cards,
    checks: states,
  };
}

/** A busy schedule of one endpoint must not make the last sync of another one forgotten. */
async function withLastOf(ctx: Ctx, recent: WireJob[], cards: readonly Card[]): Promise<WireJob[]> {
  const known = new Set(recent.map((job) => job.id));
  const missing = cards.flatMap(({ last_sync: last }) => (last && !known.has(last.job_id) ? [last.job_id] : []));
  if (missing.length === 0) return recent;
  return [...recent, ...(await listJobs(ctx, { ids: [...new Set(missing)], limit: missing.length })).results];
}
