import { z } from "zod";
import { AppError } from "../errors.ts";
import { backoffMs, type Clock, sleep, systemClock } from "../time.ts";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

const Health = z.looseObject({ status: z.string() });

export type ReadyOptions = {
  /** A restart of the backend takes 20–30 s. */
  waitMs?: number;
  signal?: AbortSignal;
  onWait?: (message: string) => void | Promise<void>;
  clock?: Clock;
  pause?: typeof sleep;
};

/**
 * Waits until `/health` answers: while nothing listens, and while a proxy in front answers 5xx. The service's own 503
 * counts as there: the newest release answers it while NetBox denies the plugin's settings, and syncs still work
 * then; the returned note says so.
 */
export async function waitForBackendReady(
  ctx: BackendContext,
  options: ReadyOptions = {},
): Promise<{ note: string | null }> {
  const { signal, clock = systemClock, pause = sleep } = options;
  const endMs = clock.monotonicMs() + (options.waitMs ?? 45_000);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await backendRequest(ctx, { path: "health", schema: Health, signal });
      return { note: null };
    } catch (error) {
      if (signal?.aborted || !(error instanceof AppError)) throw error;
      if (error.details.state === "unready") return { note: error.message };
      if (error.code !== "backend_unreachable" && error.code !== "backend_failed") throw error;
      const pauseMs = backoffMs(attempt, { firstMs: 500, maxMs: 5_000 });
      if (clock.monotonicMs() + pauseMs > endMs) throw error;
      await options.onWait?.(`${error.message.replace(/\.?$/, ".")} Trying again in ${(pauseMs / 1000).toFixed(1)} s.`);
      await pause(pauseMs, signal);
    }
  }
}
