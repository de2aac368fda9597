import { describe, expect, it } from "vitest";
import {
  initialState,
  isTerminal,
  keyOf,
  type ModelState,
  ownsLease,
  type Step,
  stepsFrom,
} from "../testing/job-model.ts";

type Explored = { states: Map<string, ModelState>; edges: Map<string, Step[]> };

/** Every state that any interleaving leads to, and what leads on from it. */
function explore(): Explored {
  const states = new Map<string, ModelState>();
  const edges = new Map<string, Step[]>();
  const open = [initialState()];
  states.set(keyOf(open[0] as ModelState), open[0] as ModelState); // safe because it was just put there
  for (let state = open.pop(); state; state = open.pop()) {
    const steps = stepsFrom(state);
    edges.set(keyOf(state), steps);
    for (const { next } of steps) {
      const key = keyOf(next);
      if (states.has(key)) continue;
      states.set(key, next);
      open.push(next);
    }
  }
  return { states, edges };
}

describe("every interleaving of claim, renew, expire, cancel, finish and takeover", () => {
  const { states, edges } = explore();
  const violations = (isWrong: (state: ModelState) => boolean) => [...states.values()].filter(isWrong).slice(0, 1);
  const wrongSteps = (isWrong: (from: ModelState, step: Step) => boolean) =>
    [...states].flatMap(([key, from]) => (edges.get(key) ?? []).filter((step) => isWrong(from, step))).slice(0, 1);

  it("was looked at, and not only a corner of it", () => {
    expect(states.size).toBeGreaterThan(10_000);
  });

  it("never has two live workers with an open stream for the key", () => {
    const streams = (state: ModelState) =>
      state.workers.filter((worker) => worker.state === "alive" && worker.streamOpen).length;
    expect(violations((state) => streams(state) > 1)).toEqual([]);
  });

  it("never lets two workers write: at most one owns a lease of the key, and it owns the key, too", () => {
    const owners = (state: ModelState) => state.workers.filter((_, index) => ownsLease(state, index)).length;
    expect(violations((state) => owners(state) > 1)).toEqual([]);
    expect(
      violations((state) => state.jobs.some((job, index) => job.status === "running" && state.keyOwner !== index)),
    ).toEqual([]);
  });

  it("frees the key with the end of its job, and never before", () => {
    const owner = (state: ModelState) => (state.keyOwner === null ? undefined : state.jobs[state.keyOwner]);
    expect(violations((state) => owner(state) !== undefined && isTerminal(owner(state) as never))).toEqual([]);
    const freedEarly = (from: ModelState, { next }: Step) => {
      const before = from.keyOwner;
      const job = before === null ? undefined : next.jobs[before];
      return before !== null && next.keyOwner !== before && job !== undefined && !isTerminal(job);
    };
    expect(wrongSteps(freedEarly)).toEqual([]);
  });

  it("frees it only when the live owner's stream is closed", () => {
    const freedUnderStream = (from: ModelState, { next }: Step) =>
      from.keyOwner !== null &&
      next.keyOwner === null &&
      next.workers.some(
        (worker) => worker.state === "alive" && worker.streamOpen && worker.believes?.job === from.keyOwner,
      );
    expect(wrongSteps(freedUnderStream)).toEqual([]);
  });

  it("never brings an ended job back", () => {
    const revived = (from: ModelState, { next }: Step) =>
      from.jobs.some((job, index) => isTerminal(job) && next.jobs[index]?.status !== job.status);
    expect(wrongSteps(revived)).toEqual([]);
  });

  it("leads from every state to one where all jobs have ended or used up their attempts", () => {
    const backwards = new Map<string, string[]>();
    for (const [key, steps] of edges) {
      for (const { next } of steps) {
        const to = keyOf(next);
        const known = backwards.get(to);
        if (known) known.push(key);
        else backwards.set(to, [key]);
      }
    }
    const isDone = (state: ModelState) => state.jobs.every((job) => isTerminal(job));
    const open = [...states].filter(([, state]) => isDone(state)).map(([key]) => key);
    const good = new Set(open);
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      for (const from of backwards.get(key) ?? []) {
        if (good.has(from)) continue;
        good.add(from);
        open.push(from);
      }
    }
    expect([...states.keys()].filter((key) => !good.has(key)).slice(0, 1)).toEqual([]);
  });
});
