import { ringJob } from "#lib/jobs/ring";
import { executeJob, type JobHost } from "#lib/sync/execute-job";
import { startJob } from "#lib/sync/start-job";

/** A delivery of the queue: the id of a job row, which decides whether there is anything to do. */
export async function handleSyncJob(host: JobHost & { workerId: number }, jobId: number): Promise<void> {
  // Taken in the moment of stopping: somebody else shall have it.
  if (host.shutdown.aborted) return ringJob(host.db, jobId);
  const started = await startJob(host.db, jobId, host.workerId);
  if (!started) return;
  host.log.info({ jobId, attempt: started.lease.attempt }, "job started");
  await executeJob(host, started);
  host.log.info({ jobId }, "job ended");
}
