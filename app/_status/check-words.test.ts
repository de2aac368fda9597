import { describe, expect, it } from "vitest";
import type { WireCheck } from "#lib/status/schema";
import { checkWords } from "./check-words.ts";

const check = (values: Partial<WireCheck>): WireCheck => ({
  service: "proxmox",
  endpoint_id: 1,
  status: "success",
  reachable: true,
  authenticated: true,
  version: "8.3.0",
  target_address: "10.0.0.5",
  target_port: 8006,
  served_by: "primary",
  authentication: "success",
  api_access: "success",
  detail: "All is well.",
  http_status: 200,
  warnings: [],
  layers: [],
  latency_ms: 12,
  checked_at: "2026-11-25T12:00:00.000Z",
  changed_at: null,
  next_check_at: null,
  ...values,
});

describe("the badge of an endpoint", () => {
  it("says how quick a good one is, and when it was asked", () => {
    expect(checkWords(check({}))).toEqual({
      tone: "ok",
      word: "12 ms",
      title: "All is well. Checked 2026-11-25 12:00:00 UTC.",
    });
  });

  it("names what fails: the way there, the sign-in or the API", () => {
    const words = [
      check({ status: "error", reachable: false }),
      check({ status: "error", authentication: "error" }),
      check({ status: "error", api_access: "error" }),
    ].map((each) => checkWords(each).word);
    expect(words).toEqual(["Unreachable", "Sign-in refused", "API refused"]);
  });

  it("warns when only the fallback answers", () => {
    expect(checkWords(check({ served_by: "fallback" })).tone).toBe("warn");
  });
});
