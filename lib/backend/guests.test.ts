import { afterEach, describe, expect, it } from "vitest";
import { backendOn, recordedReply } from "../testing/backend.ts";
import { failure, json, serve } from "../testing/http-server.ts";
import { readGuestBackups, readGuestConfig, readNodeInterfaces } from "./guests.ts";
import { pathOf } from "./path.ts";
import { readGuestSnapshots, readProxmoxApi, readTaskLog, readTasks } from "./proxmox-api.ts";
import { maybeText } from "./wire-values.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function answering(body: unknown) {
  const server = await serve((_request, response) => json(response, 200, body));
  closers.push(server.close);
  return { ctx: backendOn(server.port), paths: () => server.seen.map(({ method, path }) => `${method} ${path}`) };
}

const vm = { node: "pve1", type: "qemu", vmid: 100 } as const;
const container = { node: "pve1", type: "lxc", vmid: 200 } as const;
const lab = { endpointName: "lab endpoint" };

describe("the configuration of a guest", () => {
  it("tells disks and networks of a VM", async () => {
    const { ctx, paths } = await answering(recordedReply("vm-config"));
    const config = await readGuestConfig(ctx, 3, vm);
    expect(config.disks).toEqual([
      { name: "scsi0", storage: "lvm", sizeMb: 32_768, raw: "lvm:vm-100-disk-0,size=32G" },
    ]);
    expect(config.networks).toEqual([
      { name: "net0", values: { virtio: "BC:24:11:00:00:00", bridge: "vmbr0", firewall: "1" } },
    ]);
    expect(config.values).toMatchObject({ name: "web", cores: 2, memory: 2048, agent: false });
    expect(config.values).not.toHaveProperty("disks");
    expect(paths()).toEqual(["GET /proxmox/pve1/qemu/100/config?proxmox_endpoint_ids=3"]);
  });

  it("tells the disks of a container, which the backend leaves out", async () => {
    const recorded = recordedReply("lxc-config") as Record<string, unknown>; // safe because it is an object on disk
    const { ctx } = await answering({
      ...recorded,
      mp0: "nas:subvol-200-disk-1,mp=/data,size=1T",
      mp1: "/srv/x,mp=/x",
    });
    const config = await readGuestConfig(ctx, 3, container);
    expect(config.disks).toEqual([
      { name: "rootfs", storage: "lvm", sizeMb: 8_192, raw: "lvm:vm-200-disk-0,size=8G" },
      { name: "mp0", storage: "nas", sizeMb: 1_048_576, raw: "nas:subvol-200-disk-1,mp=/data,size=1T" },
      { name: "mp1", storage: null, sizeMb: null, raw: "/srv/x,mp=/x" },
    ]);
    expect(config.networks[0]?.values).toMatchObject({ name: "eth0", ip: "10.0.0.50/24" });
  });
});

describe("the backups of a guest", () => {
  it("are read storage by storage", async () => {
    const { ctx, paths } = await answering(recordedReply("backups"));
    const [backup] = await readGuestBackups(ctx, 3, { node: "pve1", storage: "local", vmid: 100 });
    expect(backup).toMatchObject({
      volid: "local:backup/vzdump-qemu-100-2026_01_01-00_00_00.vma.zst",
      ...{ size: 123_456, ctime: 1_767_225_600, format: "vma.zst", verification: null, encrypted: null },
    });
    expect(paths()).toEqual([
      "GET /proxmox/nodes/pve1/storage/local/content?proxmox_endpoint_ids=3&content=backup&vmid=100",
    ]);
  });
});

describe("the interfaces of a node", () => {
  it("tell type, address and ports", async () => {
    const { ctx, paths } = await answering(recordedReply("node-network"));
    expect(await readNodeInterfaces(ctx, 3, "pve1")).toMatchObject([
      { iface: "vmbr0", type: "bridge", cidr: "10.0.0.1/24", bridge_ports: "eno1", active: true, gateway: null },
      { iface: "eno1", type: "eth", cidr: null },
    ]);
    expect(paths()).toEqual(["GET /proxmox/nodes/pve1/network?proxmox_endpoint_ids=3"]);
  });
});

describe("Proxmox's own API behind the backend", () => {
  it("gives the snapshots of a guest, the present state among them", async () => {
    const { ctx, paths } = await answering(recordedReply("snapshots"));
    expect(await readGuestSnapshots(ctx, lab, vm)).toMatchObject([
      { name: "pre", description: "before", snaptime: 1_730_000_000, vmstate: false, parent: null },
      { name: "current", snaptime: null },
    ]);
    await readGuestSnapshots(ctx, lab, container);
    expect(paths()).toEqual([
      "GET /proxmox/api2/nodes/pve1/qemu/100/snapshot?target_name=lab+endpoint",
      "GET /proxmox/api2/nodes/pve1/lxc/200/snapshot?target_name=lab+endpoint",
    ]);
  });

  it("gives the tasks of a node or guest, and the lines of one", async () => {
    const { ctx, paths } = await answering(recordedReply("tasks"));
    const [task] = await readTasks(ctx, lab, { node: "pve1", vmid: 100, limit: 5, errorsOnly: true });
    expect(task).toMatchObject({ type: "qmstart", status: "OK", user: "root@pam", starttime: 1_730_000_000 });
    const lines = await answering([{ n: 1, t: "starting" }, { n: 2, t: "TASK OK" }, { n: "x" }]);
    const upid = task?.upid ?? "";
    expect(await readTaskLog(lines.ctx, lab, { node: "pve1", upid })).toEqual([
      { n: 1, t: "starting" },
      { n: 2, t: "TASK OK" },
    ]);
    expect(paths()).toEqual(["GET /proxmox/api2/nodes/pve1/tasks?vmid=100&limit=5&errors=1&target_name=lab+endpoint"]);
    expect(lines.paths()).toEqual([
      `GET /proxmox/api2/nodes/pve1/tasks/${encodeURIComponent(upid)}/log?limit=500&target_name=lab+endpoint`,
    ]);
  });

  it("is only ever read, and no name leads out of it", async () => {
    const { ctx, paths } = await answering("x");
    for (const segment of ["..", ".", "", "../../auth/keys", "a\\b"]) {
      const read = async () => readProxmoxApi(ctx, lab, { segments: ["nodes", segment], schema: maybeText });
      expect(await failure(read())).toMatchObject({ code: "invalid" });
    }
    await readProxmoxApi(ctx, lab, { segments: ["nodes", "pve 1?x#y%2F"], schema: maybeText });
    expect(paths()).toEqual(["GET /proxmox/api2/nodes/pve%201%3Fx%23y%252F?target_name=lab+endpoint"]);
    expect(() => pathOf("proxmox", "..", "auth")).toThrow('".." cannot be part of a backend path');
  });
});
