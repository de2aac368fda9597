import { errorMessage, isAppError } from "../errors.ts";
import { refreshInventory } from "../inventory/refresh.ts";
import { deadline } from "../time.ts";
import { saveLastJob } from "../vms/save.ts";
import type { PreflightInput } from "./preflight.ts";
import type { RunContext } from "./run-context.ts";

const TIMEOUT_MS = 60_000;

/** While the job still holds its endpoints: reads what they hold now, so that lists and cards show the result. It never fails the job. */
export async function refreshAfter(
  run: RunContext,
  input: Pick<PreflightInput, "netbox"> & {
    remoteIds: ReadonlyMap<number, number>;
    syncedVms: readonly number[] | null;
  },
): Promise<void> {
  const signal = deadline(TIMEOUT_MS, run.signal);
  const jobId = run.lease.jobId;
  for (const [endpointId, remoteId] of input.remoteIds) {
    try {
      const { backend, now } = run;
      await refreshInventory(run.db, { endpointId, remoteId, backend, netbox: input.netbox, jobId, signal, now });
      if (input.syncedVms) await saveLastJob(run.db, { endpointId, netboxVmIds: input.syncedVms, jobId });
    } catch (error) {
      if (run.signal.aborted) throw error;
      if (!isAppError(error) && !signal.aborted) run.log.warn({ err: error, jobId, endpointId }, "inventory");
      else run.log.info({ reason: errorMessage(error), jobId, endpointId }, "the inventory could not be read");
    }
  }
}
