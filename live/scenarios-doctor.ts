import assert from "node:assert/strict";
import type { Scenario } from "./scenarios.ts";
import type { World } from "./world.ts";

type Finding = { id: string; status: string; cause: string; remedy: string | null };
type Report = { status: string; findings: Finding[] };

const PASSWORD = "stand-in secret";

/** One round of the doctor; the answer finds what it says of a check. */
export async function examine({ product }: World): Promise<(id: string) => Finding> {
  const report = await product.api<Report>("POST", "/api/doctor", {});
  return (id) => {
    const finding = report.findings.find((one) => one.id === id);
    assert.ok(finding, `the doctor looked at ${id}: ${JSON.stringify(report.findings.map((one) => one.id))}`);
    return finding;
  };
}

/** Between the first sync, which lacks the plugin's row where that is asked for, and the one that has it. */
export const doctorBeforeRow: Scenario = {
  name: "the doctor names the missing row of the plugin, as this release takes it",
  async run(world) {
    const found = await examine(world);
    const { backend, netbox, proxmox } = world.ids;
    for (const step of ["tcp", "http", "login", "version", "clock"])
      assert.equal(
        found(`backends/${backend}/${step}`).status,
        "ok",
        JSON.stringify(found(`backends/${backend}/${step}`)),
      );
    assert.equal(found(`backends/${backend}/fit`).status, "ok", found(`backends/${backend}/fit`).cause);
    assert.equal(found(`netbox/${netbox}/write`).status, "ok", found(`netbox/${netbox}/write`).cause);
    const row = found(`proxmox/${proxmox}/plugin-row`);
    assert.equal(row.status, world.release.startsWith("0.0.30") ? "failed" : "warning", row.cause);
    assert.equal(found(`proxmox/${proxmox}/plugin-site`).status, "skipped");
  },
};

/** After a sync that went well. */
export const doctorScenarios: Scenario[] = [
  {
    name: "the doctor finds nothing failed after a sync that went well, as the backend sees it, too",
    async run(world) {
      const report = await world.product.api<Report>("POST", "/api/doctor", {});
      assert.deepEqual(
        report.findings.filter(({ status }) => status === "failed"),
        [],
      );
      const cause = (id: string) => report.findings.find((one) => one.id === id)?.cause ?? `nothing about ${id}`;
      assert.match(cause(`proxmox/${world.ids.proxmox}/backend-login`), /It reads lab/);
      const reached = world.release.startsWith("0.0.30") ? /reached NetBox just now/ : /cannot be asked/;
      assert.match(cause(`backends/${world.ids.backend}/reaches-netbox`), reached);
    },
  },
  {
    name: "the doctor says that Proxmox refuses the password, which the backend hides, until it is put right",
    async run(world) {
      const { product, ids } = world;
      const path = `/api/endpoints/proxmox/${ids.proxmox}`;
      await product.api("PATCH", path, { password: "wrong" });
      const refused = (await examine(world))(`proxmox/${ids.proxmox}/login`);
      await product.api("PATCH", path, { password: PASSWORD });
      await product.untilPushed("proxmox", ids.proxmox);
      assert.equal(refused.status, "failed", refused.cause);
      assert.match(refused.remedy ?? "", /realm/);
      const found = await examine(world);
      for (const id of [`proxmox/${ids.proxmox}/login`, `proxmox/${ids.proxmox}/backend-login`])
        assert.equal(found(id).status, "ok", found(id).cause);
    },
  },
];
