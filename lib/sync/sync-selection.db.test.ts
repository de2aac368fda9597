import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refreshBackendOpenapi } from "../backends/openapi.ts";
import { listClusters } from "../clusters/list.ts";
import { ClusterListParams } from "../clusters/schema.ts";
import { asAdmin, asOperator, asViewer } from "../testing/actors.ts";
import { failure } from "../testing/http-server.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { listVms } from "../vms/list.ts";
import { VmListParams } from "../vms/schema.ts";
import { readWays } from "./read-ways.ts";
import { refreshEndpoint } from "./refresh-endpoint.ts";
import { syncObjectNow, syncSelection } from "./sync-selection.ts";

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

  it("of a selection is one job an endpoint for VMs that NetBox knows, and one more for those it does not", async () => {
    const ctx = asOperator(rig.open.db);
    const all = await vms();
    const lab = all.filter((vm) => vm.proxmox_endpoint_id === rig.pveIds[0]);
    const edge = all.filter((vm) => vm.proxmox_endpoint_id === rig.pveIds[1]);
    const [one, two, three] = lab.map((vm) => vm.id);
    await rig.open.pool.query("update vms set netbox_id = 1000 + id where id = any($1)", [[one, two, edge[0]?.id]]);
    await rig.open.pool.query("update vms set netbox_id = null where id = $1", [three]);
    const ids = [...lab.slice(0, 3), ...edge.slice(0, 1)].map((vm) => vm.id);
    const jobs = await syncSelection(ctx, "vm", [...ids, ids[0] ?? 0]);
    const scopes = jobs.map(({ params }) => [params.proxmox_endpoint_ids, params.netbox_vm_ids, params.sync_types[0]]);
    expect(scopes).toEqual(
      expect.arrayContaining([
        [[rig.pveIds[0]], [1000 + (one ?? 0), 1000 + (two ?? 0)].sort((a, b) => a - b), "virtual-machines"],
        [[rig.pveIds[0]], [], "virtual-machines"],
        [[rig.pveIds[1]], [1000 + (edge[0]?.id ?? 0)], "virtual-machines"],
      ]),
    );
    expect(jobs).toHaveLength(3);
    expect(jobs.map((job) => job.name)).toContain("Sync 2 VMs");
  });

  it("goes by the description of its backend, and by its release alone while none of that release was read", async () => {
    const ctx = asOperator(rig.open.db);
    const [vm] = await vms();
    await rig.open.pool.query("update vms set netbox_id = 77 where id = $1", [vm?.id]);
    expect(await readWays(asViewer(rig.open.db), rig.backendId)).toMatchObject({ isDescribed: false });
    await refreshBackendOpenapi(asAdmin(rig.open.db), rig.backendId);
    const { isDescribed, ways } = await readWays(asViewer(rig.open.db), rig.backendId);
    expect(isDescribed).toBe(true);
    expect(ways.map(({ noun, isAlone }) => [noun, isAlone])).toEqual([
      ["cluster", false],
      ["node", false],
      ["storage", false],
      ["vm", true],
    ]);
    const stream = "/virtualization/virtual-machines/task-history/create/stream";
    await rig.open.pool.query("update backend_openapi set document = document #- $1", [["paths", stream]]);
    const without = await syncObjectNow(ctx, "vm", vm?.id ?? 0);
    expect(without.params.sync_types).toEqual(["virtual-machines", "vm-disks", "vm-backups", "vm-snapshots"]);
    const choice = ["paths", "/virtualization/virtual-machines/create/stream", "get", "parameters"];
    await rig.open.pool.query("update backend_openapi set document = jsonb_set(document, $1, '[]')", [choice]);
    const whole = await syncObjectNow(ctx, "vm", vm?.id ?? 0);
    expect(whole.params).toMatchObject({ sync_types: ["virtual-machines"], netbox_vm_ids: [] });
    await rig.open.pool.query("update backends set version = '0.0.31'");
    expect(await readWays(asViewer(rig.open.db), rig.backendId)).toMatchObject({ isDescribed: false });
    expect((await syncObjectNow(ctx, "vm", vm?.id ?? 0)).params.netbox_vm_ids).toEqual([77]);
    await rig.open.pool.query("delete from backend_openapi");
    await rig.open.pool.query("update backends set version = null");
  });

  it("of a selection starts all of its jobs or none", async () => {
    const count = async () => (await rig.open.pool.query("select count(*)::int as n from jobs")).rows[0].n;
    const before = await count();
    const [vm] = await vms();
    const error = await failure(syncSelection(asOperator(rig.open.db), "vm", [vm?.id ?? 0, 9_998]));
    expect(error).toMatchObject({ code: "not_found", message: "There is no VM 9998." });
    await rig.open.pool.query("update proxmox_endpoints set enabled = false where id = $1", [rig.pveIds[1]]);
    const mixed = (await vms()).map((each) => each.id);
    expect(await failure(syncSelection(asOperator(rig.open.db), "vm", mixed))).toMatchObject({ code: "invalid" });
    await rig.open.pool.query("update proxmox_endpoints set enabled = true");
    expect(await count()).toBe(before);
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
