import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getCard } from "#lib/inventory/card";
import { syncObjectNow } from "#lib/sync/sync-selection";
import { asOperator, asViewer } from "#lib/testing/actors";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { listVms } from "#lib/vms/list";
import { VmListParams } from "#lib/vms/schema";
import { testWorker } from "./testing.ts";
import type { Worker } from "./worker.ts";

let rig: SyncRig;
let worker: Worker;

beforeAll(async () => {
  rig = await syncRig({ clusters: [{ name: "lab", nodes: 2, guests: 4 }] });
  worker = await testWorker(rig.open.url);
});
afterAll(async () => {
  await worker.stop();
  await rig.close();
});

const vms = async () => (await listVms(asViewer(rig.open.db), VmListParams.parse({ limit: "0" }))).results;

describe("a sync", () => {
  it("brings the inventory up to date: ids in NetBox, the job that did it, and the card", async () => {
    const job = await rig.run({ sync_types: ["devices", "virtual-machines"] });
    expect(job.status).toBe("completed");
    const found = await vms();
    expect(found).toHaveLength(rig.sim.clusters[0]?.guests.length ?? -1);
    for (const vm of found) {
      const inNetbox = rig.sim.netbox.get("virtualization/virtual-machines", vm.netbox_id ?? 0);
      expect(inNetbox?.name).toContain(vm.name);
      expect(vm).toMatchObject({ last_job_id: job.id, netbox_url: expect.stringContaining(`/${vm.netbox_id}/`) });
    }
    const card = await getCard(asViewer(rig.open.db), rig.pveIds[0] ?? 0);
    expect(card).toMatchObject({ last_sync: { job_id: job.id, outcome: job.outcome }, stale: false });
  });

  it("of one VM asks the backend for that VM only", async () => {
    const [vm] = await vms();
    rig.sim.control.forgetRequests();
    const job = await rig.ended((await syncObjectNow(asOperator(rig.open.db), "vm", vm?.id ?? 0)).id);
    expect(job.status).toBe("completed");
    const streams = rig.sim.requests().filter((request) => request.path.endsWith("/create/stream"));
    expect(streams.length).toBeGreaterThan(0);
    expect(streams.every((request) => request.query.netbox_vm_ids === String(vm?.netbox_id))).toBe(true);
  });
});
