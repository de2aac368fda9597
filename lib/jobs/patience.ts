import { isOutage } from "../frames/writer.ts";
import { backoffMs, sleep } from "../time.ts";

/** Longer than any lease: whoever is still away then has lost it anyway. */
const PATIENCE_MS = 120_000;

/** Repeats what may be done twice while the database is away; any other failure, and an aborted signal, ends it. */
export async function withPatience<T>(write: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const endsAtMs = performance.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isOutage(error) || performance.now() > endsAtMs) throw error;
      await sleep(backoffMs(attempt, { firstMs: 100, maxMs: 2_000 }), signal);
    }
  }
}
