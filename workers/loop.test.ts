import { afterEach, expect, it } from "vitest";
import { silentLogger } from "#lib/log";
import { type Loop, startLoop } from "./loop.ts";

const FOREVER_MS = 2 ** 30;
const running: Loop[] = [];
afterEach(async () => {
  for (const loop of running.splice(0)) await loop.stop();
});

/** Hints by hand, and turns that can be waited for. */
function rig(pace: { everyMs: number | (() => number); isWanted?: () => boolean }) {
  const subscribers = new Set<{ matches: (topic: string) => boolean; onHint: (topic: string | null) => void }>();
  const listener = {
    subscribe(matches: (topic: string) => boolean, onHint: (topic: string | null) => void) {
      const subscriber = { matches, onHint };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
  };
  let turns = 0;
  let turned = Promise.withResolvers<void>();
  const hints = { listener, topics: ["jobs"], isWanted: pace.isWanted };
  const work = { inTheMiddle: async () => {} };
  const loop = startLoop("test", { everyMs: pace.everyMs, hints }, silentLogger, async () => {
    turns += 1;
    turned.resolve();
    turned = Promise.withResolvers();
    await work.inTheMiddle();
  });
  running.push(loop);
  return {
    work,
    loop,
    subscribers,
    turns: () => turns,
    nextTurn: () => turned.promise,
    hint: (topic: string) => {
      for (const { matches, onHint } of subscribers) if (matches(topic)) onHint(topic);
    },
  };
}

it("a hint ends the pause, one of another topic does not", async () => {
  const { hint, nextTurn, turns } = rig({ everyMs: FOREVER_MS });
  hint("settings");
  const next = nextTurn();
  hint("jobs");
  await next;
  expect(turns()).toBe(2);
});

it("a hint in the middle of a turn leads to another one right after", async () => {
  const { hint, work, nextTurn, turns } = rig({ everyMs: FOREVER_MS });
  const second = nextTurn();
  work.inTheMiddle = async () => {
    work.inTheMiddle = async () => {};
    hint("jobs");
  };
  hint("jobs");
  await second;
  await nextTurn();
  expect(turns()).toBe(3);
});

it("a hint that is not wanted changes nothing, and a pause is as long as it is told after each turn", async () => {
  const pauses = [0, 0, FOREVER_MS];
  const { hint, nextTurn, turns } = rig({ everyMs: () => pauses.shift() ?? FOREVER_MS, isWanted: () => false });
  await nextTurn();
  await nextTurn();
  hint("jobs");
  expect(turns()).toBe(3);
});

it("a turn that fails is followed by the next, and a stopped loop hears nothing more", async () => {
  const { work, hint, loop, nextTurn, turns, subscribers } = rig({ everyMs: FOREVER_MS });
  work.inTheMiddle = () => Promise.reject(new Error("the database is away"));
  const second = nextTurn();
  hint("jobs");
  await second;
  await loop.stop();
  expect([turns(), subscribers.size]).toEqual([2, 0]);
});
