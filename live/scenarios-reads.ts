import assert from "node:assert/strict";
import type { Scenario } from "./scenarios.ts";
import type { World } from "./world.ts";

type List<T> = { count: number; results: T[] };
type Vm = { id: number; vmid: number; name: string; type: string; node: string; status: string; missing: boolean };
type Job = { id: number };
type Check = { status: string; reachable: boolean; authenticated: boolean; version: string | null; detail: string };

const list = async <T>({ product }: World, path: string): Promise<T[]> =>
  (await product.api<List<T>>("GET", path)).results;

async function vmOf(world: World, vmid: number): Promise<Vm> {
  const found = (await list<Vm>(world, "/api/vms")).find((vm) => vm.vmid === vmid);
  assert.ok(found, `the inventory holds VM ${vmid}`);
  return found;
}

/** What the console reads from a real backend outside of its jobs. They come after the syncs, before anything dies. */
export const readScenarios: Scenario[] = [
  {
    name: "a test of each endpoint answers what stands behind it",
    async run(world) {
      const { product, ids, release } = world;
      const test = (kind: string, id: number) => product.api<Check>("POST", `/api/endpoints/${kind}/${id}/test`);
      const backend = await test("backends", ids.backend);
      assert.deepEqual([backend.status, backend.authenticated, backend.version], ["success", true, release]);
      const netbox = await test("netbox", ids.netbox);
      assert.deepEqual([netbox.status, netbox.version], ["success", "4.6.0"], JSON.stringify(netbox));
      const proxmox = await test("proxmox", ids.proxmox);
      assert.deepEqual(
        [proxmox.status, proxmox.version?.startsWith("8.3")],
        ["success", true],
        JSON.stringify(proxmox),
      );
    },
  },
  {
    name: "the inventory holds what the sync saw",
    async run(world) {
      const names = (rows: { name: string }[]) => rows.map((row) => row.name).sort();
      assert.deepEqual(names(await list(world, "/api/clusters")), ["lab"]);
      assert.deepEqual(names(await list(world, "/api/nodes")), ["pve1", "pve2"]);
      const vms = await list<Vm>(world, "/api/vms");
      assert.deepEqual(vms.map((vm) => [vm.vmid, vm.type, vm.node, vm.status]).sort(), [
        [100, "qemu", "pve1", "running"],
        [101, "qemu", "pve2", "stopped"],
        [200, "lxc", "pve1", "running"],
      ]);
      const stores = names(await list(world, "/api/storage"));
      assert.deepEqual([...new Set(stores)], ["local", "lvm"]);
    },
  },
  {
    name: "the panel of a VM reads its snapshots, backups, tasks, disks, interfaces and configuration",
    async run(world) {
      const { id } = await vmOf(world, 100);
      const read = async (part: string) => JSON.stringify(await world.product.api("GET", `/api/vms/${id}/${part}`));
      assert.match(await read("snapshots"), /"pre"/);
      assert.match(await read("backups"), /vzdump-qemu-100/);
      assert.match(await read("tasks"), /qmstart/);
      assert.match(await read("config"), /vm-100-disk-0/);
      assert.match(await read("disks"), /scsi0/);
      assert.match(await read("interfaces"), /BC:24:11/i);
    },
  },
  {
    name: "Sync Now of one VM runs for that VM alone",
    async run(world) {
      const { id, name } = await vmOf(world, 100);
      const { id: jobId } = await world.product.api<Job>("POST", `/api/sync/vm/${id}`);
      const job = await world.product.ended(jobId);
      assert.equal(job.status, "completed", JSON.stringify(job));
      const log = (await world.product.frames(jobId)).map((frame) => frame.text).join("\n");
      assert.ok(log.includes(name), log);
      assert.ok(!log.includes("ct1"), log);
    },
  },
  {
    name: "the backend's log is shown without colours and without the key",
    async run(world) {
      const { product, ids } = world;
      type Entry = { message: string; level: string };
      const entries = await list<Entry>(world, `/api/backends/${ids.backend}/logs?limit=500`);
      assert.ok(entries.length > 10, `${entries.length} lines`);
      const text = JSON.stringify(entries);
      assert.ok(!text.includes("\\u001b"), "no colour codes");
      assert.ok(!text.includes("stand-in secret"), "no password of Proxmox");
      const errors = await product.api<List<Entry>>("GET", `/api/backends/${ids.backend}/logs?level=ERROR&limit=100`);
      assert.deepEqual(
        [...new Set(errors.results.map((entry) => entry.level))].filter((level) => level !== "ERROR"),
        [],
      );
    },
  },
];
