import type { Listener } from "../events/listen.ts";

export type Waker = {
  /** From here on a hint is remembered until the next `wait`. */
  arm: () => void;
  /** Resolves at a hint since `arm`, after `timeoutMs`, or when aborted. */
  wait: (timeoutMs: number, signal: AbortSignal) => Promise<void>;
  close: () => void;
};

/** Turns hints of one topic into wake-ups that cannot be missed between a read and the wait after it. */
export function openWaker(listener: Listener, topic: string): Waker {
  let hinted = false;
  let wake: (() => void) | undefined;
  const unsubscribe = listener.subscribe(
    (candidate) => candidate === topic,
    () => {
      hinted = true;
      wake?.();
    },
  );
  return {
    arm: () => {
      hinted = false;
    },
    wait: (timeoutMs, signal) =>
      new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", finish);
          wake = undefined;
          resolve();
        };
        const timer = setTimeout(finish, timeoutMs);
        signal.addEventListener("abort", finish, { once: true });
        wake = finish;
        if (hinted || signal.aborted) finish();
      }),
    close: () => {
      unsubscribe();
      wake?.();
    },
  };
}
