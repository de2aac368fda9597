import { discoveryFrame, emptyCounts, errorDetailFrame, summaryFrame, work } from "../frames.ts";
import { SyncError } from "../sync-error.ts";
import type { Run, Stage, StageOutcome } from "./run.ts";

type JobCounts = { created: number; updated: number; stale: number; errors: number };

const noJobs = (): JobCounts => ({ created: 0, updated: 0, stale: 0, errors: 0 });

function outcome(result: JobCounts): StageOutcome {
  const { created, updated } = result;
  return { result, step: { created, updated }, final: result, count: created + updated };
}

/** Replication jobs; this stage has no frames of its own, and its stream no keep-alives. */
export function* replicationsStage(run: Run): Stage {
  const result = noJobs();
  for (const { cluster, pluginEndpointId } of run.sessions) {
    yield work(600);
    if (pluginEndpointId === null) continue;
    for (const { id, ...values } of cluster.replications)
      count(result, () =>
        run.netbox.upsert("plugins/proxbox/replications", { cluster: cluster.name, replication_id: id }, values),
      );
  }
  return outcome(result);
}

/** Backup routines; what fails here gives an `error_detail`, and the stage still ends well. */
export function* backupRoutinesStage(run: Run): Stage {
  const jobs = run.sessions
    .filter(({ pluginEndpointId }) => pluginEndpointId !== null)
    .flatMap(({ cluster }) => cluster.backupJobs.map((job) => ({ cluster, job })));
  const result = noJobs();
  if (jobs.length === 0) return outcome(result);
  yield work(500);
  const items = jobs.map(({ job }) => ({ name: job.id, item_type: "backup-routine" }));
  yield discoveryFrame("backup-routines", `Discovered ${items.length} backup routine(s) to synchronize`, items);
  const table = "plugins/proxbox/backup-routines";
  const failure = run.netbox.failureOf(table);
  if (failure) {
    const detail = `NetBox REST request failed | ${failure.detail}`;
    const message = `Backup routines bulk reconciliation failed: ${detail}`;
    yield errorDetailFrame({ phase: "backup-routines", message, detail });
    return outcome({ ...result, errors: jobs.length });
  }
  for (const { cluster, job } of jobs) {
    yield work(250);
    const { id, ...values } = job;
    count(result, () => run.netbox.upsert(table, { cluster: cluster.name, job_id: id }, values));
  }
  const { created, updated, stale, errors } = result;
  const counts = { ...emptyCounts(), created, updated, failed: errors, total: created + updated + errors };
  const text = `Backup routines sync completed: ${created} created, ${updated} updated, ${stale} stale, ${errors} failed`;
  yield summaryFrame("backup-routines", text, counts);
  return outcome(result);
}

/** A job that was there already counts as updated, changed or not. */
function count(result: JobCounts, write: () => { action: string }): void {
  try {
    result[write().action === "created" ? "created" : "updated"] += 1;
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    result.errors += 1;
  }
}
