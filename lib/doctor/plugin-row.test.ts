import { describe, expect, it } from "vitest";
import { matchPluginRow } from "./plugin-row.ts";

const row = (id: number, domain: string | null, ip_address: string | null, port = 8006) => ({
  ...{ id, domain, ip_address, port, name: `pve-${id}`, enabled: true, site: null },
});
const ours = (domain: string | null, ipAddress: string | null, port = 8006) => ({ domain, ipAddress, port });
const kindOf = (at: ReturnType<typeof ours>, ...rows: ReturnType<typeof row>[]) => {
  const match = matchPluginRow(at, rows);
  return match.kind === "none" ? `none, near ${match.near.map(({ id }) => id)}` : match.kind;
};

describe("the plugin's row of a Proxmox endpoint", () => {
  it("has the host that is asked first, and the port", () => {
    expect(kindOf(ours("PVE.example.", null), row(1, "pve.example", null))).toBe("one");
    expect(kindOf(ours(null, "10.0.0.5"), row(1, "", "10.0.0.5"))).toBe("one");
    expect(kindOf(ours(null, "10.0.0.5", 8007), row(1, null, "10.0.0.5"))).toBe("none, near ");
  });

  it("knows our fallback address, when there is one", () => {
    expect(kindOf(ours("pve.example", "10.0.0.5"), row(1, "pve.example", "10.0.0.5"))).toBe("one");
    expect(kindOf(ours("pve.example", "10.0.0.5"), row(1, "pve.example", "10.0.0.6"))).toBe("none, near 1");
  });

  it("is not one that is asked at its domain where we ask the address", () => {
    expect(kindOf(ours(null, "10.0.0.5"), row(1, "pve.example", "10.0.0.5"))).toBe("none, near 1");
  });

  it("must be the only one", () => {
    expect(kindOf(ours(null, "10.0.0.5"), row(1, null, "10.0.0.5"), row(2, null, "10.0.0.5"))).toBe("several");
  });
});
