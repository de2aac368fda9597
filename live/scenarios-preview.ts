import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Scenario } from "./scenarios.ts";
import type { World } from "./world.ts";

type List<T> = { count: number; results: T[] };
type Preview = { status: string; error: string | null; counts: Record<string, number> | null; limits: string[] };
type Difference = {
  kind: string;
  state: string;
  name: string;
  vmid: number | null;
  changes: { field: string; proxmox: string | null; netbox: string | null }[];
  next_run: string;
};
type Covered = { kind: string; name: string; coverage: string; reason: string | null };

const VMS = "/api/virtualization/virtual-machines/";
const POLL_MS = 100;

/** Asks for a comparison and waits for it; what differs, in its order. */
async function compare({ product }: World): Promise<Difference[]> {
  await product.api("POST", "/api/preview", {});
  for (;;) {
    const [preview] = (await product.api<List<Preview>>("GET", "/api/preview/endpoints")).results;
    assert.ok(preview, "there is a comparison of the endpoint");
    assert.notEqual(preview.status, "failed", preview.error ?? "");
    if (preview.status === "done") break;
    await delay(POLL_MS);
  }
  return (await product.api<List<Difference>>("GET", "/api/preview")).results;
}

const brief = ({ kind, state, name }: Difference) => `${state}: ${kind} ${name}`;

/** After a full sync that went well. */
export const previewScenarios: Scenario[] = [
  {
    name: "a preview finds no difference after a full sync, and then what is changed, missing and foreign in NetBox",
    async run(world) {
      const { netbox } = world;
      assert.deepEqual(await compare(world), []);
      const rows = netbox.list(VMS);
      const container = rows.find((row) => row.name === "ct1");
      assert.ok(container, JSON.stringify(rows));
      const { vcpus, name } = container;
      container.vcpus = 63;
      const foreign = netbox.insert(VMS, { ...container, name: "by-hand", custom_fields: {} });
      try {
        const found = await compare(world);
        assert.deepEqual(found.map(brief), [`changed: vm ${name}`, "only_in_netbox: vm by-hand"]);
        const [changed] = found;
        assert.deepEqual(
          changed?.changes.map(({ field, netbox: theirs }) => [field, theirs]),
          [["vcpus", "63"]],
        );
        assert.equal(changed?.next_run, "update");
      } finally {
        container.vcpus = vcpus;
        netbox.remove(VMS, foreign.id);
      }
    },
  },
  {
    name: "the coverage of a job tells of each object what it did, and why not",
    async run({ product }) {
      const job = await product.run({ sync_types: ["devices"] });
      const covered = async (kind: string) =>
        (await product.api<List<Covered>>("GET", `/api/jobs/${job.id}/coverage?kind=${kind}`)).results;
      assert.deepEqual(
        (await covered("node")).map((row) => [row.name, row.coverage]),
        [
          ["pve1", "covered"],
          ["pve2", "covered"],
        ],
      );
      const vms = await covered("vm");
      assert.equal(vms.length, 3);
      for (const row of vms) assert.match(row.reason ?? "", /did not run the stage Virtual machines/);
    },
  },
];
