import type { Logger } from "#lib/log";
import { sleep } from "#lib/time";

export type Loop = {
  stop: () => Promise<void>;
  /** The next turn comes now; asked for in the middle of one, it comes right after. */
  wake: () => void;
};

/** Repeats `work` with a pause between two turns; a failed turn is logged and the next one tries again. */
export function startLoop(name: string, everyMs: number, log: Logger, work: () => Promise<void>): Loop {
  const stopped = new AbortController();
  let pause = new AbortController();
  const run = async () => {
    while (!stopped.signal.aborted) {
      pause = new AbortController();
      await work().catch((error) => log.warn({ err: error, loop: name }, "a turn failed"));
      await sleep(everyMs, AbortSignal.any([stopped.signal, pause.signal])).catch(() => {});
    }
  };
  const done = run();
  return {
    async stop() {
      stopped.abort();
      await done;
    },
    wake: () => pause.abort(),
  };
}
