import { readSyncActive } from "../backend/sync-active.ts";
import { AppError } from "../errors.ts";
import { sleep } from "../time.ts";
import { type Place, type RunContext, say } from "./run-context.ts";

/**
 * The backend cannot be cancelled: after a lost single request its running stage goes on. The next one waits until it
 * says that nothing runs, for a bounded time, because it may say so for too long.
 */
export async function waitUntilFree(run: RunContext, place: Place): Promise<void> {
  const endsAtMs = performance.now() + run.timings.busyWaitMs;
  let said = false;
  while (performance.now() < endsAtMs && (await isBusy(run))) {
    if (!said) {
      said = true;
      const waitingReason = "The backend is still finishing the previous request.";
      await run.recorder.saveWaiting(waitingReason);
      await say(run, place, { kind: "note", level: "warning", message: waitingReason });
    }
    await sleep(run.timings.busyPollMs, run.signal);
  }
  if (said) await run.recorder.saveWaiting(null);
}

async function isBusy(run: RunContext): Promise<boolean> {
  try {
    return await readSyncActive(run.backend, run.signal);
  } catch (error) {
    if (run.signal.aborted || !(error instanceof AppError)) throw error;
    return false;
  }
}
