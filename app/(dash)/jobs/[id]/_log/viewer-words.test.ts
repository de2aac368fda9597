import { describe, expect, it } from "vitest";
import { emptyJobView, type Problem } from "#lib/frames/fold";
import { health } from "./health-line.tsx";
import type { JobSnapshot } from "./job-store.ts";
import { orderedCauses } from "./problem-list.tsx";

const snapshot = (values: Partial<JobSnapshot>): JobSnapshot => ({
  view: emptyJobView(),
  lastSeq: 431,
  link: "live",
  behind: null,
  lagMs: 40,
  end: null,
  ...values,
});
const AT = "2026-11-25T12:00:00.000Z";
const later = (seconds: number) => Date.parse(AT) + seconds * 1000;

describe("the health of the viewer", () => {
  it("says the last line and how far it is behind", () => {
    expect(health(snapshot({}), later(1), AT).sentence).toBe("line 431 · 40 ms behind the worker");
  });

  it("says since when nothing came, by the clock and not by lines", () => {
    expect(health(snapshot({}), later(42), AT).sentence).toBe("line 431 · still running, last line 42.0 s ago");
  });

  it("promises nothing it does not have when it is cut off", () => {
    expect(health(snapshot({ link: "reconnecting" }), later(1), AT)).toMatchObject({ tone: "warn" });
    expect(health(snapshot({ link: "reconnecting", behind: 12 }), later(1), AT).sentence).toContain("12 lines behind");
    expect(health(snapshot({ link: "refused" }), later(1), AT).sentence).toContain("Sign in again");
  });

  it("counts the lines of a complete log in groups of three", () => {
    expect(health(snapshot({ link: "ended", lastSeq: 18_204 }), later(1), AT).sentence).toBe("18 204 lines");
  });
});

const problem = (seq: number, values: Partial<Problem> = {}): Problem => ({
  seq,
  stage: "devices",
  level: "error",
  text: `line ${seq}`,
  suggestion: null,
  category: null,
  ...values,
});

describe("the list of problems", () => {
  const causes = (...problems: Problem[]) => orderedCauses({ ...emptyJobView(), problems });

  it("makes one entry of many with one cause, with the suggestion that any of them has", () => {
    const found = causes(
      problem(1, { category: "validation" }),
      problem(2, { category: "validation", suggestion: "Mend the name." }),
      problem(3, { text: "NetBox refused web-01: no platform", object: "web-01" }),
      problem(4, { text: "NetBox refused db: no platform", object: "db" }),
      problem(5, { text: "NetBox refused db: no role", object: "db" }),
    );
    expect(found.map(({ count, suggestion, seqs }) => [count, suggestion, seqs])).toEqual([
      [2, "Mend the name.", [1, 2]],
      [2, null, [3, 4]],
      [1, null, [5]],
    ]);
  });

  it("puts errors before warnings and then what happened most", () => {
    const often = { text: "again" };
    const found = causes(problem(1, { level: "warning" }), problem(2), problem(3, often), problem(4, often));
    expect(found.map(({ seqs }) => seqs)).toEqual([[3, 4], [2], [1]]);
  });
});
