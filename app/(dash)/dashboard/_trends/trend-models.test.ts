import { expect, it } from "vitest";
import type { TrendDay } from "#lib/jobs/trend";
import { groupWords } from "../_charts/drawn-bars.tsx";
import { outcomeModel, runtimeModel } from "./trend-models.ts";

const day = (values: Partial<TrendDay>): TrendDay => ({
  day: "2026-11-25",
  ok: 0,
  warnings: 0,
  failed: 0,
  other: 0,
  medianSeconds: null,
  longestSeconds: null,
  ...values,
});

const days = [day({ day: "2026-11-24", ok: 3, failed: 1, medianSeconds: 72, longestSeconds: 90 }), day({ ok: 2 })];

it("says in words what a chart draws", () => {
  const outcomes = outcomeModel(days);
  expect(outcomes.summary).toBe("Jobs of the last 2 days: 6 ended, 5 completed, 0 with warnings, 1 failed, on 1 day.");
  expect(groupWords(outcomes, 0)).toBe("Tue 24 Nov: 3 completed, 1 errored");
  const runtimes = runtimeModel(days);
  expect(groupWords(runtimes, 0)).toBe("Tue 24 Nov: 1m 12s median, 1m 30s longest");
  expect(groupWords(runtimes, 1)).toBe("Wed 25 Nov: nothing");
});
