import { encodeComment, encodeEvent } from "../sse/encode.ts";
import type { Feed } from "./feed.ts";
import type { FeedEvent } from "./schema.ts";

const KEEPALIVE_MS = 14_000;
/** A tab that does not read loses its oldest hints: they are hints, and it reads everything again when it is back. */
const MAX_WAITING = 200;

/** Hints of a feed as SSE text until aborted or `maxLifeMs` is over. */
export async function* feedStream(feed: Feed, signal: AbortSignal, maxLifeMs: number): AsyncGenerator<string> {
  const waiting: FeedEvent[] = [];
  let wake: (() => void) | undefined;
  const unsubscribe = feed.subscribe((event) => {
    if (waiting.push(event) > MAX_WAITING) waiting.shift();
    wake?.();
  });
  const endsAtMs = performance.now() + maxLifeMs;
  try {
    yield encodeComment("hints");
    while (!signal.aborted && performance.now() < endsAtMs) {
      const event = waiting.shift();
      if (event) yield encodeEvent({ event: event.event, data: JSON.stringify(event.data) });
      else if (!(await woken((resolve) => (wake = resolve), signal))) yield encodeComment("keep-alive");
    }
  } finally {
    unsubscribe();
  }
}

/** True when something arrived (or the reader left), false when it stayed quiet. */
function woken(arm: (resolve: () => void) => void, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (arrived: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      arm(() => {});
      resolve(arrived);
    };
    const onAbort = () => finish(true);
    const timer = setTimeout(() => finish(false), KEEPALIVE_MS);
    signal.addEventListener("abort", onAbort, { once: true });
    arm(() => finish(true));
  });
}
