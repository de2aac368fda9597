import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listClusters } from "../clusters/list.ts";
import { ClusterListParams } from "../clusters/schema.ts";
import { silentLogger } from "../log.ts";
import { listNodes } from "../nodes/list.ts";
import { NodeListParams } from "../nodes/schema.ts";
import { getCheck } from "../status/get.ts";
import { listStorage } from "../storage/list.ts";
import { StorageListParams } from "../storage/schema.ts";
import { refreshDue } from "../sync/refresh-due.ts";
import { refreshEndpoint } from "../sync/refresh-endpoint.ts";
import { asOperator, asViewer } from "../testing/actors.ts";
import { failure } from "../testing/http-server.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { listVms } from "../vms/list.ts";
import { VmListParams } from "../vms/schema.ts";
import { getCard } from "./card.ts";
import { presentCounts } from "./count-present.ts";
import { lastRead } from "./reads.ts";
import { requestRefresh } from "./request-refresh.ts";

let rig: SyncRig;
let endpointId: number;

beforeAll(async () => {
  rig = await syncRig({ configured: true, clusters: [{ name: "lab", nodes: 3, guests: 12 }] });
  endpointId = rig.pveIds[0] ?? 0;
});
afterAll(() => rig.close());

const vms = (query: Record<string, unknown> = {}) => listVms(asViewer(rig.open.db), VmListParams.parse(query));
const world = () => {
  const [cluster] = rig.sim.clusters;
  if (!cluster) throw new Error("no cluster");
  return cluster;
};

describe("reading an endpoint", () => {
  it("asks for each thing once and stores what the cluster holds", async () => {
    rig.sim.control.forgetRequests();
    await refreshEndpoint(rig.open.db, endpointId);
    expect(rig.sim.requests("/proxmox/cluster/resources")).toHaveLength(1);
    const viewer = asViewer(rig.open.db);
    const clusters = await listClusters(viewer, ClusterListParams.parse({}));
    expect(clusters.results).toEqual([
      expect.objectContaining({ name: "lab", mode: "cluster", quorate: true, node_count: 3, missing: false }),
    ]);
    expect(clusters.results[0]?.version).toMatch(/^\d+\.\d/);
    const nodes = await listNodes(viewer, NodeListParams.parse({}));
    expect(nodes.results.map((node) => node.name)).toEqual(world().nodes.map((node) => node.name));
    expect(nodes.results[0]).toMatchObject({ status: "online", cluster_name: "lab" });
    expect((await vms()).count).toBe(world().guests.length);
    const { storage, ...counts } = await presentCounts(viewer);
    expect(counts).toEqual({ clusters: "1", nodes: "3", vms: String(world().guests.length) });
    expect(storage).toBe(String((await listStorage(viewer, StorageListParams.parse({ missing: "false" }))).count));
  });

  it("shows what it knows to any number of readers without a call of anybody", async () => {
    rig.sim.control.forgetRequests();
    const viewer = asViewer(rig.open.db);
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        await getCard(viewer, endpointId);
        await getCheck(viewer, "proxmox", endpointId);
        await vms();
      }),
    );
    expect(rig.sim.requests()).toEqual([]);
  });

  it("keeps a shared storage once, however many nodes tell it", async () => {
    const page = await listStorage(asViewer(rig.open.db), StorageListParams.parse({ limit: 0 }));
    for (const storage of world().storages) {
      const rows = page.results.filter((row) => row.name === storage.name);
      expect(rows).toHaveLength(storage.shared ? 1 : world().nodes.length);
      expect(rows[0]?.node === null).toBe(storage.shared);
    }
  });

  it("marks what vanished and takes it back when it is there again", async () => {
    const cluster = world();
    const [gone] = cluster.guests.splice(0, 1);
    if (!gone) throw new Error("no guest");
    await refreshEndpoint(rig.open.db, endpointId);
    expect((await vms({ missing: "true" })).results.map((vm) => vm.vmid)).toEqual([gone.vmid]);
    cluster.guests.push(gone);
    await refreshEndpoint(rig.open.db, endpointId);
    expect((await vms({ missing: "true" })).count).toBe(0);
  });

  it("changes nothing and remembers why when the cluster cannot be read", async () => {
    const before = await lastRead(rig.open.db, endpointId);
    rig.sim.control.fail("/proxmox/cluster/resources", 502);
    await failure(refreshEndpoint(rig.open.db, endpointId));
    const after = await lastRead(rig.open.db, endpointId);
    expect(after?.error).toContain("502");
    expect(after?.asOf).toEqual(before?.asOf);
    expect((await vms({ missing: "true" })).count).toBe(0);
  });

  it("is done by one worker at a time, when it is due", async () => {
    const at = new Date(Date.now() + 3_600_000);
    const due = () => refreshDue(rig.open.db, { log: silentLogger, now: () => at });
    const counts = await Promise.all([due(), due()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await due()).toBe(0);
  });
});

describe("asking for a reading", () => {
  it("lets the next look of a worker read the endpoint, however lately it was read", async () => {
    const due = () => refreshDue(rig.open.db, { log: silentLogger, now: () => new Date() });
    await refreshEndpoint(rig.open.db, endpointId);
    expect(await due()).toBe(0);
    expect(await failure(requestRefresh(asViewer(rig.open.db), endpointId))).toMatchObject({ code: "forbidden" });
    await requestRefresh(asOperator(rig.open.db), endpointId);
    expect(await due()).toBe(1);
    expect(await due()).toBe(0);
  });
});

describe("the list of VMs", () => {
  it("filters, searches and orders", async () => {
    const all = (await vms({ limit: "0" })).results;
    const running = await vms({ status: "running" });
    expect(running.count).toBe(all.filter((vm) => vm.status === "running").length);
    const [some] = all;
    expect((await vms({ q: String(some?.vmid) })).results.map((vm) => vm.vmid)).toContain(some?.vmid);
    const byId = (await vms({ ordering: "-vmid", limit: "3" })).results.map((vm) => vm.vmid);
    expect(byId).toEqual(
      all
        .map((vm) => vm.vmid)
        .toSorted((a, b) => b - a)
        .slice(0, 3),
    );
    expect((await vms({ q: "%" })).count).toBe(0);
    expect(VmListParams.safeParse({ colour: "red" }).success).toBe(false);
    expect(VmListParams.safeParse({ ordering: "colour" }).success).toBe(false);
  });
});

describe("the card of an endpoint", () => {
  it("counts what the lists show", async () => {
    await refreshEndpoint(rig.open.db, endpointId);
    const viewer = asViewer(rig.open.db);
    const card = await getCard(viewer, endpointId);
    const all = (await vms({ limit: "0", template: "false" })).results;
    const storage = await listStorage(viewer, StorageListParams.parse({ limit: "0" }));
    expect(card).toMatchObject({
      object: { id: endpointId, name: "lab", ip_address: "127.0.0.1" },
      cluster: { name: "lab", mode: "cluster", quorate: true },
      node_count: 3,
      nodes_online: 3,
      vm_count: all.filter((vm) => vm.type === "qemu").length,
      lxc_count: all.filter((vm) => vm.type === "lxc").length,
      running_count: all.filter((vm) => vm.status === "running").length,
      warnings: [],
      last_sync: null,
      stale: false,
    });
    expect(card.storage.total_bytes).toBe(storage.results.reduce((sum, row) => sum + (row.total_bytes ?? 0), 0));
    expect(await failure(getCard(viewer, 999))).toMatchObject({ code: "not_found" });
  });

  it("keeps the last known data when the cluster cannot be read, says so, and names a node that is offline", async () => {
    const [node] = world().nodes;
    if (!node) throw new Error("no node");
    node.online = false;
    await refreshEndpoint(rig.open.db, endpointId);
    rig.sim.control.fail("/proxmox/cluster/status", 502);
    await failure(refreshEndpoint(rig.open.db, endpointId));
    node.online = true;
    const card = await getCard(asViewer(rig.open.db), endpointId);
    expect(card).toMatchObject({ stale: true, node_count: 3, nodes_online: 2 });
    expect(card.warnings.map((warning) => warning.code)).toEqual(["node_offline", "cluster_unreadable"]);
    expect(card.warnings[0]?.message).toBe(`Node ${node.name} is offline`);
  });
});
