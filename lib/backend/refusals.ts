import { AppError } from "../errors.ts";
import type { BackendContext } from "./context.ts";

/** What a backend refused us, for everybody who speaks to it: every further try would lengthen a lock or bring it nearer. */
export type Refusals = {
  /** For how long nothing is sent to it yet. */
  lockedForMs: () => Promise<number>;
  lock: (forMs: number) => Promise<void>;
  /** Was this key found to be wrong lately? */
  isKeyRefused: (key: string | null) => Promise<boolean>;
  refuseKey: (key: string | null) => Promise<void>;
};

/** As long as the backend counts failures. */
export const REFUSED_FOR_MS = 300_000;

/** Of a backend that is not stored. */
export function refusalsInMemory(nowMs: () => number = Date.now): Refusals {
  let lockedUntilMs = 0;
  const refusedAtMs = new Map<string | null, number>();
  return {
    lockedForMs: async () => Math.max(0, lockedUntilMs - nowMs()),
    lock: async (forMs) => {
      lockedUntilMs = Math.max(lockedUntilMs, nowMs() + forMs);
    },
    isKeyRefused: async (key) => nowMs() - (refusedAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < REFUSED_FOR_MS,
    refuseKey: async (key) => void refusedAtMs.set(key, nowMs()),
  };
}

/** The backend locked us out: nothing is sent to it before its time is over. */
export async function assertNotLocked(ctx: Pick<BackendContext, "name" | "refusals">): Promise<void> {
  const retryAfterMs = await ctx.refusals.lockedForMs();
  if (retryAfterMs <= 0) return;
  throw new AppError(
    "rate_limited",
    `${ctx.name} has locked this console out after wrong API keys; nothing is sent to it for ${Math.ceil(retryAfterMs / 1000)} s.`,
    { details: { retryAfterMs, lockout: true } },
  );
}
