import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { refreshEndpoint } from "../sync/refresh-endpoint.ts";
import { asViewer } from "../testing/actors.ts";
import { failure } from "../testing/http-server.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { listVms } from "./list.ts";
import { vmBackups, vmConfig, vmSnapshots, vmTaskLog, vmTasks } from "./panel.ts";
import { type Vm, VmListParams } from "./schema.ts";

let rig: SyncRig;
let guests: Vm[];
const ctx = () => asViewer(rig.open.db);

beforeAll(async () => {
  rig = await syncRig({ configured: true, clusters: [{ name: "lab", nodes: 2, guests: 8 }] });
  await refreshEndpoint(rig.open.db, rig.pveIds[0] ?? 0);
  guests = (await listVms(ctx(), VmListParams.parse({ limit: "0", ordering: "vmid" }))).results;
});
afterAll(() => rig.close());
beforeEach(() => rig.sim.control.forgetRequests());

const idOf = (vmid: number): number => guests.find((guest) => guest.vmid === vmid)?.id ?? 0;
const withSnapshots = () => {
  const guest = rig.sim.clusters[0]?.guests.find((candidate) => candidate.snapshots.length > 0);
  if (!guest) throw new Error("no guest has snapshots");
  return guest;
};

describe("what a guest has", () => {
  it("shows snapshots as a tree without Proxmox's entry for now", async () => {
    const guest = withSnapshots();
    const found = await vmSnapshots(ctx(), idOf(guest.vmid));
    expect(found.value.map((row) => row.name)).toEqual(guest.snapshots.map((row) => row.name));
    expect(found.value.some((row) => row.name === "current")).toBe(false);
    expect(found).toMatchObject({ stale: false, error: null });
  });

  it("asks the backend once for many readers, and only ever with GET", async () => {
    const id = guests[0]?.id ?? 0;
    await vmConfig(ctx(), id);
    await vmConfig(ctx(), id);
    await vmTasks(ctx(), id);
    const asked = rig.sim.requests().filter((request) => request.side === "backend");
    expect(asked.filter((request) => request.path.endsWith("/config"))).toHaveLength(1);
    expect(asked.every((request) => request.method === "GET")).toBe(true);
  });

  it("asks the backend once for fifty tabs that open at the same moment", async () => {
    await rig.open.pool.query("delete from inventory_cache where key like '%/config'");
    const id = guests[1]?.id ?? 0;
    const found = await Promise.all(Array.from({ length: 50 }, () => vmConfig(ctx(), id)));
    expect(new Set(found.map(({ as_of }) => as_of)).size).toBe(1);
    expect(rig.sim.requests().filter((request) => request.path.endsWith("/config"))).toHaveLength(1);
  });

  it("asks again after a failure that fifty tabs saw", async () => {
    await rig.open.pool.query("delete from inventory_cache where key like '%/config'");
    const id = guests[1]?.id ?? 0;
    rig.sim.control.fail("/proxmox/*", 502);
    const failed = await Promise.allSettled(Array.from({ length: 50 }, () => vmConfig(ctx(), id)));
    expect(failed.every(({ status }) => status === "rejected")).toBe(true);
    expect((await vmConfig(ctx(), id)).stale).toBe(false);
  });

  it("shows disks and interfaces of VMs and containers", async () => {
    for (const type of ["qemu", "lxc"]) {
      const guest = guests.find((candidate) => candidate.type === type);
      const { value } = await vmConfig(ctx(), guest?.id ?? 0);
      expect(value.disks.length).toBeGreaterThan(0);
      expect(value.interfaces[0]?.name).toMatch(/^net\d/);
    }
  });

  it("shows tasks and the log of one on demand", async () => {
    const tasks = await vmTasks(ctx(), guests[0]?.id ?? 0);
    const [task] = tasks.value;
    expect(task?.upid).toMatch(/^UPID:/);
    const log = await vmTaskLog(ctx(), guests[0]?.id ?? 0, task?.upid ?? "");
    expect(log.value.length).toBeGreaterThan(0);
  });

  it("shows the last known answer with its age and reason when the backend fails", async () => {
    const guest = withSnapshots();
    const id = idOf(guest.vmid);
    await rig.open.pool.query("update inventory_cache set as_of = now() - interval '1 hour'");
    rig.sim.control.fail("/proxmox/api2/*", 502, "always");
    const found = await vmSnapshots(ctx(), id);
    expect(found).toMatchObject({ stale: true });
    expect(found.error).toContain("502");
    expect(found.value).toHaveLength(guest.snapshots.length);
    const other = guests.find((candidate) => candidate.id !== id);
    expect(await failure(vmSnapshots(ctx(), other?.id ?? 0))).toMatchObject({ code: "backend_failed" });
    expect((await vmBackups(ctx(), id)).stale).toBe(false);
  });

  it("is not found for a VM that there is not", async () => {
    expect(await failure(vmBackups(ctx(), 99_999))).toMatchObject({ code: "not_found" });
  });
});
