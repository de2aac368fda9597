import { z } from "zod";
import { AppError, errorMessage } from "../errors.ts";
import { backoffMs, sleep } from "../time.ts";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

const Health = z.looseObject({ status: z.string() });
const UNREADY = /answered HTTP 503/;

export type ReadyOptions = {
  /** A restart of the backend takes 20–30 s. */
  waitMs?: number;
  signal?: AbortSignal;
  onWait?: (message: string) => void | Promise<void>;
};

/**
 * Waits until `/health` answers. 503 counts as there: the newest release answers it while NetBox denies the plugin's
 * settings, and syncs still work then; the returned note says so.
 */
export async function waitForBackendReady(
  ctx: BackendContext,
  options: ReadyOptions = {},
): Promise<{ note: string | null }> {
  const endMs = performance.now() + (options.waitMs ?? 45_000);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await backendRequest(ctx, { path: "health", schema: Health, signal: options.signal });
      return { note: null };
    } catch (error) {
      if (options.signal?.aborted) throw error;
      if (error instanceof AppError && UNREADY.test(error.message)) return { note: error.message };
      if (!(error instanceof AppError) || error.code !== "backend_unreachable") throw error;
      const pauseMs = backoffMs(attempt, { firstMs: 500, maxMs: 5_000 });
      if (performance.now() + pauseMs > endMs) throw error;
      await options.onWait?.(`${errorMessage(error)} Trying again in ${(pauseMs / 1000).toFixed(1)} s.`);
      await sleep(pauseMs, options.signal);
    }
  }
}
