import { expect, it } from "vitest";
import { exponentOf, percentile } from "./numbers.ts";

it("a percentile is the smallest sample that the share does not exceed", () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(samples, 0.5)).toBe(50);
  expect(percentile(samples, 0.99)).toBe(99);
  expect(percentile([7], 0.99)).toBe(7);
});

it("the exponent tells a flat cost from one that grows with the size or its square", () => {
  const points = (cost: (size: number) => number) => [10, 100, 1000].map((size) => ({ size, value: cost(size) }));
  expect(exponentOf(points(() => 4))).toBeCloseTo(0);
  expect(exponentOf(points((size) => 3 * size))).toBeCloseTo(1);
  expect(exponentOf(points((size) => size ** 2))).toBeCloseTo(2);
});
