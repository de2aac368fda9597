import { expect, it } from "vitest";
import { askedAt } from "./asked-at.ts";

const check = (values: object) =>
  ({ target_address: "10.0.0.5", target_port: 8800, served_by: "primary", ...values }) as Parameters<typeof askedAt>[0];

it("says which address of an endpoint answered, with what and how quickly", () => {
  expect(askedAt(check({ http_status: 200, latency_ms: 12 }))).toBe(
    "asked at 10.0.0.5:8800, its first address, HTTP 200, 12 ms",
  );
  const other = check({ target_address: "fd00::5", served_by: "fallback", http_status: null, latency_ms: null });
  expect(askedAt(other)).toBe("asked at [fd00::5]:8800, its fallback address");
  expect(askedAt(check({ target_address: null }))).toBeNull();
});
