import { expect, it } from "vitest";
import { backendWords } from "./backend-words.ts";

it("says what an object is, also of a kind that a later backend brings", () => {
  expect(["qemu", "vm", "virtual_disk", "virtual-machine", "firewall_rule"].map(backendWords)).toEqual([
    "QEMU VM",
    "VM",
    "Virtual disk",
    "Virtual machine",
    "Firewall rule",
  ]);
});
