import type { Listener } from "#lib/events/listen";
import type { Logger } from "#lib/log";
import { sleep } from "#lib/time";

export type Loop = {
  stop: () => Promise<void>;
};

export type Pace = {
  /** The longest pause between two turns; a function is asked after each turn. */
  everyMs: number | (() => number);
  /** A hint on one of these topics ends the pause: how rarely a loop looks says how late a lost hint is made good. */
  hints?: { listener: Pick<Listener, "subscribe">; topics: readonly string[]; isWanted?: () => boolean };
};

/** Repeats `work` with a pause between two turns; a failed turn is logged and the next one tries again. */
export function startLoop(name: string, pace: Pace, log: Logger, work: () => Promise<unknown>): Loop {
  const { everyMs, hints } = pace;
  const stopped = new AbortController();
  let pause = new AbortController();
  const run = async () => {
    while (!stopped.signal.aborted) {
      // Made before the turn: a hint in the middle of it leads to another one right after.
      pause = new AbortController();
      await work().catch((error) => log.warn({ err: error, loop: name }, "a turn failed"));
      const pauseMs = typeof everyMs === "number" ? everyMs : everyMs();
      await sleep(pauseMs, AbortSignal.any([stopped.signal, pause.signal])).catch(() => {});
    }
  };
  const unsubscribe = hints?.listener.subscribe(
    (topic) => hints.topics.includes(topic) && hints.isWanted?.() !== false,
    () => pause.abort(),
  );
  const done = run();
  return {
    async stop() {
      unsubscribe?.();
      stopped.abort();
      await done;
    },
  };
}
