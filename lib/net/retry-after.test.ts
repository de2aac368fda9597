import { expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

it("reads seconds, dates and nothing", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  expect(retryAfterMs("300", now)).toBe(300_000);
  expect(retryAfterMs(["60", "5"], now)).toBe(60_000);
  expect(retryAfterMs("Wed, 25 Nov 2026 12:00:30 GMT", now)).toBe(30_000);
  expect(retryAfterMs("Wed, 25 Nov 2026 11:00:00 GMT", now)).toBe(0);
  expect([retryAfterMs(undefined, now), retryAfterMs("", now), retryAfterMs("soon", now)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
