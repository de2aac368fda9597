import { expect, it } from "vitest";
import type { Finding } from "#lib/doctor/schema";
import { reportBadge } from "./report-words.ts";

const finding = (status: Finding["status"], heldUp = false): Finding => ({
  id: "proxmox/1/x",
  subject: { kind: "proxmox", endpoint_id: 1, name: "lab" },
  title: "x",
  status,
  cause: "",
  remedy: null,
  command: null,
  offer: null,
  held_up: heldUp,
  duration_ms: 1,
});

it("calls nothing well that other failures kept from being checked", () => {
  expect(reportBadge([finding("ok"), finding("skipped", true)]).word).toBe("Not all checked");
  expect(reportBadge([finding("ok"), finding("skipped")]).word).toBe("All is well");
  expect(reportBadge([finding("failed"), finding("skipped", true)]).word).toBe("Something failed");
});
