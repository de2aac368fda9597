import { describe, expect, it } from "vitest";
import type { DoctorReport, Finding } from "#lib/doctor/schema";
import { reportText } from "./doctor.ts";

const finding = (status: Finding["status"], values: Partial<Finding> = {}): Finding => ({
  ...{ id: "x", title: "The port is open", status, cause: "Nothing listens.", remedy: null, command: null },
  ...{ subject: { kind: "netbox", endpoint_id: 1, name: "box" }, offer: null, held_up: false, duration_ms: 1 },
  ...values,
});

describe("the doctor on the command line", () => {
  const report: DoctorReport = {
    ...{ ran_at: "2026-11-25T10:00:00.000Z", duration_ms: 10, status: "failed" },
    counts: { ok: 1, warning: 0, failed: 1, skipped: 0 },
    findings: [
      finding("ok", { title: "The name resolves" }),
      finding("failed", { remedy: "Start NetBox.", command: "nc -vz box 443" }),
    ],
  };

  it("prints what is not well by endpoint, with what to do", () => {
    expect(reportText(report, false)).toBe(
      [
        "box (netbox)",
        "  failed   The port is open: Nothing listens.",
        "           → Start NetBox.",
        "           $ nc -vz box 443",
        "",
        "1 ok, 0 warnings, 1 failed, 0 skipped",
      ].join("\n"),
    );
  });

  it("prints what is well when asked", () => {
    expect(reportText(report, true)).toContain("  ok       The name resolves");
  });
});
