import type { Db } from "#db/client";
import { type ClaimInput, claimLease, skipHeldJob, waitForTurn } from "./lease-store.ts";
import type { JobParams, Lease } from "./schema.ts";

export type ClaimOptions = ClaimInput & { onConflict: JobParams["on_conflict"] };

/**
 * Takes a job for this worker. Null when it is not ours to run: somebody has it, it waits for its turn (it is rung
 * again then), or it was skipped because another job holds one of its endpoints.
 */
export async function claimJob(db: Db, options: ClaimOptions): Promise<Lease | null> {
  const result = await claimLease(db, options);
  switch (result.kind) {
    case "claimed":
      return result.lease;
    case "gone":
      return null;
    case "held":
      if (options.onConflict === "skip") await skipHeldJob(db, options.jobId, result.holderJobId);
      else
        await waitForTurn(
          db,
          options.jobId,
          `Waits for job ${result.holderJobId}, which uses the same endpoint.`,
          result.holderJobId,
        );
      return null;
    case "full":
      await waitForTurn(
        db,
        options.jobId,
        `Waits for its turn: ${result.running} jobs already run on this backend.`,
        null,
      );
      return null;
  }
}
