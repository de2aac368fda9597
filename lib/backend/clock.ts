import { readClockSkewMs } from "../net/clock-skew.ts";
import type { BackendContext } from "./context.ts";

/** How far the clock of the backend's machine is ahead of ours, in milliseconds; null when no answer has a date. Asks an open path, without the key. */
export async function readBackendSkewMs(ctx: BackendContext, signal?: AbortSignal): Promise<number | null> {
  for (const { url } of ctx.candidates) {
    const { dispatcher, policy } = ctx;
    const skewMs = await readClockSkewMs({ url: new URL("/health", url), dispatcher, policy, signal }).catch(
      () => null,
    );
    if (skewMs !== null) return skewMs;
  }
  return null;
}
