import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { StageUsual } from "#lib/jobs/wire";
import { StageTime, slowWords } from "./stage-time.tsx";

afterEach(cleanup);

const usual: StageUsual = {
  runs: 6,
  median_seconds: 10,
  p95_seconds: 12,
  objects: 0,
  base_seconds: 10,
  seconds_per_object: 0,
};

const shown = (status: string, seconds: number | null, known: StageUsual | null = usual) =>
  render(<StageTime status={status} seconds={seconds} usual={known} />).container.textContent;

it("a stage says what it took beside what is usual, and before it starts what is expected", () => {
  expect(shown("completed", 11)).toBe("11.0 s / ~ 10.0 s");
  expect(shown("pending", null)).toBe("~ 10.0 s");
  expect(shown("completed", 11, null)).toBe("11.0 s");
});

it("a stage slower than the p95 of its past is marked in words, also while it still runs", () => {
  for (const status of ["running", "completed"]) expect(shown(status, 20)).toBe("slower than usual: 20.0 s");
  expect(slowWords(20, usual)).toBe("slower than usual, which is 10.0 s");
  expect(slowWords(12.1, usual)).toBeNull();
});
