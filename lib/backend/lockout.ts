import { AppError } from "../errors.ts";
import { singleton } from "../singleton.ts";

const paused = (): Map<number, number> => singleton("backend.paused", () => new Map<number, number>());

/** The backend locked us out: nothing is sent to it before this time. Every further try would lengthen the lock. */
export function pauseBackend(backendId: number, retryAfterMs: number, now = Date.now()): void {
  paused().set(backendId, now + retryAfterMs);
}

/** Its address or key changed: whatever locked us out is no longer the same. */
export function resumeBackend(backendId: number): void {
  paused().delete(backendId);
}

/** Somebody changed an endpoint, in this process or another: every pause may have lost its reason, and costs one try to find out. */
export function resumeAllBackends(): void {
  paused().clear();
}

/** The backends that nothing is sent to now. */
export const pausedBackends = (now = Date.now()): number[] =>
  [...paused()].filter(([, until]) => until > now).map(([id]) => id);

/** When calls to this backend are allowed again; null when they are. */
export function backendPausedUntil(backendId: number, now = Date.now()): Date | null {
  const until = paused().get(backendId);
  return until !== undefined && until > now ? new Date(until) : null;
}

export function assertNotPaused(backendId: number, name: string): void {
  const until = backendPausedUntil(backendId);
  if (!until) return;
  const retryAfterMs = until.getTime() - Date.now();
  throw new AppError(
    "rate_limited",
    `${name} has locked this console out after wrong API keys; nothing is sent to it for ${Math.ceil(retryAfterMs / 1000)} s.`,
    { details: { retryAfterMs, lockout: true } },
  );
}
