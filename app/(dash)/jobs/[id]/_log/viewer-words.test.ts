import { describe, expect, it } from "vitest";
import { emptyJobView, type Problem } from "#lib/frames/fold";
import { health } from "./health-line.tsx";
import type { JobSnapshot } from "./job-store.ts";
import { groupProblems } from "./problem-list.tsx";

const snapshot = (values: Partial<JobSnapshot>): JobSnapshot => ({
  view: emptyJobView(),
  lastSeq: 431,
  link: "live",
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
  it("makes one entry of many with one cause, with the suggestion that any of them has", () => {
    const groups = groupProblems([
      problem(1, { category: "validation" }),
      problem(2, { category: "validation", suggestion: "Mend the name." }),
      problem(3),
    ]);
    expect(groups.map((group) => [group.problems.length, group.suggestion])).toEqual([
      [2, "Mend the name."],
      [1, null],
    ]);
  });

  it("puts errors before warnings and keeps their order otherwise", () => {
    const groups = groupProblems([problem(1, { level: "warning" }), problem(2), problem(3)]);
    expect(groups.map((group) => group.problems[0]?.seq)).toEqual([2, 3, 1]);
  });
});
