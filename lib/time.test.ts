import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { queryObjects } from "node:v8";
import { expect, it } from "vitest";
import { deadline } from "./time.ts";

/** Signals that live after a collection, which this count begins with. */
async function livingSignals(): Promise<number> {
  await turn();
  queryObjects(AbortSignal, { format: "count" });
  await turn();
  return queryObjects(AbortSignal, { format: "count" });
}

it("aborts after its time, or with the first of the others", async () => {
  const late = deadline(1);
  await once(late, "abort");
  expect(late.reason).toMatchObject({ name: "TimeoutError" });
  const stop = new AbortController();
  const stopped = deadline(60_000, undefined, stop.signal);
  stop.abort("enough");
  expect(stopped.reason).toBe("enough");
});

it("is let go of after its time, also when a call of its own limits followed it", async () => {
  const living = new AbortController();
  const before = await livingSignals();
  for (let call = 0; call < 200; call += 1) AbortSignal.any([living.signal, deadline(1, living.signal)]);
  await once(deadline(2), "abort");
  expect((await livingSignals()) - before).toBeLessThan(20);
});
