import { AppError, errorMessage } from "../errors.ts";
import { redactJsonText, redactText } from "../redact.ts";
import { encodeComment, encodeEvent } from "../sse/encode.ts";
import type { BackendContext } from "./context.ts";
import { type OpenStream, openBackendStream, type StreamEvent } from "./stream.ts";

/** Proxies commonly cut idle streams at 30 s; half of that leaves room for one lost beat. */
export const RELAY_KEEPALIVE_MS = 15_000;

export type Relay = OpenStream & { keepAliveMs?: number };

/**
 * A backend stream as SSE text for a browser: every event redacted, a comment in each silence, also before the first
 * event. It always ends well-formed: what fails becomes the frames `error` and `complete` with `ok:false`, so that
 * the reader sees a reason and not a broken stream. Throws only the reason of `signal`.
 */
export async function* relayBackendStream(ctx: BackendContext, input: Relay): AsyncGenerator<string> {
  const stop = new AbortController();
  const signal = input.signal ? AbortSignal.any([stop.signal, input.signal]) : stop.signal;
  const events = withPauses(eventsOf(ctx, { ...input, signal }), input.keepAliveMs ?? RELAY_KEEPALIVE_MS, stop);
  try {
    for await (const event of events) {
      yield event === null
        ? encodeComment("keepalive")
        : encodeEvent({ event: event.event, data: redactJsonText(event.data) });
    }
  } catch (error) {
    if (input.signal?.aborted) throw input.signal.reason;
    yield syntheticEnd(error);
  } finally {
    stop.abort(new Error("the reader left"));
  }
}

async function* eventsOf(ctx: BackendContext, input: OpenStream): AsyncGenerator<StreamEvent> {
  yield* (await openBackendStream(ctx, input)).events;
}

/** The two frames that end a stream which the backend could not end itself. */
export function syntheticEnd(error: unknown, finalMessage = "Stream request failed."): string {
  const text = error instanceof AppError ? errorMessage(error) : "The stream failed inside the console.";
  const frames = [
    { event: "error", data: { step: "stream", status: "failed", error: redactText(text) } },
    { event: "complete", data: { ok: false, message: finalMessage } },
  ];
  return frames.map(({ event, data }) => encodeEvent({ event, data: JSON.stringify(data) })).join("");
}

/** The source's values, and null whenever it was silent for `everyMs`. */
async function* withPauses<T>(
  source: AsyncGenerator<T>,
  everyMs: number,
  stop: AbortController,
): AsyncGenerator<T | null> {
  let next = source.next();
  try {
    for (;;) {
      const silence = Promise.withResolvers<null>();
      const timer = setTimeout(() => silence.resolve(null), everyMs);
      const first = await Promise.race([next, silence.promise]).finally(() => clearTimeout(timer));
      if (first === null) {
        yield null;
        continue;
      }
      if (first.done) return;
      yield first.value;
      next = source.next();
    }
  } finally {
    // A read that is under way ends only by the abort; its error has nobody left to tell.
    stop.abort(new Error("the reader left"));
    next.catch(() => {});
    await source.return(undefined).catch(() => {});
  }
}
