import { afterEach, expect, it, vi } from "vitest";
import { eventStream } from "./event-stream.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Waits for something that never comes, as a quiet job does. */
async function* quiet(signal: AbortSignal) {
  yield ": open\n\n";
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
}

it("an open stream ends within a minute of the moment its reader may no longer read", async () => {
  vi.useFakeTimers();
  let isAllowed = true;
  const answer = eventStream(quiet, { signal: new AbortController().signal, isStillAllowed: async () => isAllowed });
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  let hasEnded = false;
  const end = reader?.read().then(({ done }) => {
    hasEnded = done;
  });
  await vi.advanceTimersByTimeAsync(300_000);
  expect(hasEnded).toBe(false);
  isAllowed = false;
  await vi.advanceTimersByTimeAsync(60_000);
  await end;
  expect(hasEnded).toBe(true);
});
