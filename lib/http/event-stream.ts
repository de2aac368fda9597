const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // Without no-transform the stream would be compressed, and held back with it.
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

const RECHECK_EVERY_MS = 55_000;

export type EventStreamOptions = {
  signal: AbortSignal;
  /** Asked every minute; the stream ends when it says no. */
  isStillAllowed?: () => Promise<boolean>;
};

/** Turns a generator of SSE, as text or its bytes, into an answer; stops it when the reader leaves, whichever way that shows. */
export function eventStream(
  events: (signal: AbortSignal) => AsyncGenerator<string | Uint8Array>,
  options: EventStreamOptions,
): Response {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, options.signal]);
  const generator = events(signal);
  const encoder = new TextEncoder();
  const recheck = setInterval(async () => {
    const allowed = await options.isStillAllowed?.().catch(() => true);
    if (allowed === false) stop.abort();
  }, RECHECK_EVERY_MS);
  recheck.unref();
  const end = async () => {
    clearInterval(recheck);
    stop.abort();
    await generator.return(undefined).catch(() => {});
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await generator.next();
        if (!done) return controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        controller.close();
      } catch (error) {
        if (!signal.aborted) controller.error(error);
        else controller.close();
      }
      await end();
    },
    cancel: end,
  });
  return new Response(body, { headers: HEADERS });
}
