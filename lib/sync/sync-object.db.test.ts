import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listClusters } from "../clusters/list.ts";
import { ClusterListParams } from "../clusters/schema.ts";
import { asOperator, asViewer } from "../testing/actors.ts";
import { failure } from "../testing/http-server.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { listVms } from "../vms/list.ts";
import { VmListParams } from "../vms/schema.ts";
import { refreshEndpoint } from "./refresh-endpoint.ts";
import { syncObjectNow } from "./sync-object.ts";

let rig: SyncRig;

beforeAll(async () => {
  rig = await syncRig({
    configured: true,
    clusters: [
      { name: "lab", nodes: 2, guests: 4 },
      { name: "edge", nodes: 1, guests: 2 },
    ],
  });
  for (const id of rig.pveIds) await refreshEndpoint(rig.open.db, id);
});
afterAll(() => rig.close());

const vms = async () => (await listVms(asViewer(rig.open.db), VmListParams.parse({ limit: "0" }))).results;

describe("Sync Now", () => {
  it("is a small job of exactly the endpoint that the object is on", async () => {
    const ctx = asOperator(rig.open.db);
    const clusters = await listClusters(ctx, ClusterListParams.parse({ q: "edge" }));
    const [edge] = clusters.results;
    const job = await syncObjectNow(ctx, "cluster", edge?.id ?? 0);
    expect(job).toMatchObject({
      name: "Sync cluster edge",
      params: { sync_types: ["devices", "storage"], proxmox_endpoint_ids: [rig.pveIds[1]], on_conflict: "queue" },
    });
    const { rows } = await rig.open.pool.query("select queue from jobs where id = $1", [job.id]);
    expect(rows).toEqual([{ queue: "proxbox-small" }]);
  });

  it("syncs a VM alone when NetBox knows it, and with its endpoint's other VMs when not", async () => {
    const ctx = asOperator(rig.open.db);
    const [vm] = await vms();
    const fresh = await syncObjectNow(ctx, "vm", vm?.id ?? 0);
    expect(fresh.params).toMatchObject({ sync_types: ["virtual-machines"], netbox_vm_ids: [] });
    await rig.open.pool.query("update vms set netbox_id = 77 where id = $1", [vm?.id]);
    const known = await syncObjectNow(ctx, "vm", vm?.id ?? 0);
    expect(known.params).toMatchObject({ netbox_vm_ids: [77], proxmox_endpoint_ids: [vm?.proxmox_endpoint_id] });
  });

  it("is refused for what vanished, for what there is not, and to viewers", async () => {
    const [vm] = await vms();
    expect(await failure(syncObjectNow(asViewer(rig.open.db), "vm", vm?.id ?? 0))).toMatchObject({ code: "forbidden" });
    expect(await failure(syncObjectNow(asOperator(rig.open.db), "node", 9_999))).toMatchObject({ code: "not_found" });
    await rig.open.pool.query("update vms set missing = true where id = $1", [vm?.id]);
    const error = await failure(syncObjectNow(asOperator(rig.open.db), "vm", vm?.id ?? 0));
    expect(error).toMatchObject({ code: "conflict" });
  });
});
