import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NetboxEstate, NetboxVm } from "../netbox/read-estate.ts";
import { compareEstates, type PreviewModes, type ProxmoxEstate, type ProxmoxGuest } from "./compare.ts";
import { previewLimits } from "./limits.ts";
import { factsOf } from "./read-proxmox.ts";

const MIB = 1024 * 1024;
const always: PreviewModes = {
  devices: { mode: "always" },
  "virtual-machines": { mode: "always" },
  vm_template: { mode: "always" },
};

const guest = (vmid: number, more: Partial<ProxmoxGuest> = {}): ProxmoxGuest => ({
  ...{ cluster: "lab", vmid, name: `vm-${vmid}`, type: "qemu", template: false, status: "running", node: "pve1" },
  ...{ maxCpu: 2, maxMemoryBytes: 2048 * MIB, maxDiskBytes: 32768 * MIB, diskMb: null, addresses: null },
  ...more,
});

/** The VM that a sync writes for a guest. */
const written = (one: ProxmoxGuest, id: number): NetboxVm => ({
  ...{ id, name: one.name, cluster: one.cluster, url: `http://netbox.test/${id}/` },
  ...{ status: one.status === "running" ? "active" : "offline", vcpus: one.maxCpu, device: one.node, vmid: one.vmid },
  ...{ memoryMb: (one.maxMemoryBytes ?? 0) / MIB, diskMb: (one.maxDiskBytes ?? 0) / MIB, tags: ["proxbox"] },
  addresses: one.addresses ?? [],
});

const proxmox = (guests: ProxmoxGuest[]): ProxmoxEstate => ({
  clusters: [{ name: "lab" }],
  nodes: [{ name: "pve1", cluster: "lab", status: "online", device: "pve1" }],
  guests,
});

const netbox = (vms: NetboxVm[], more: Partial<NetboxEstate> = {}): NetboxEstate => ({
  clusters: [{ id: 1, name: "lab", cluster: "lab", url: null }],
  devices: [{ id: 1, name: "pve1", cluster: "lab", url: null, status: "active" }],
  vms,
  identities: new Map(vms.flatMap((vm) => (vm.vmid === null ? [] : [[`${vm.cluster}/${vm.vmid}`, vm.id]]))),
  hasIdentities: true,
  ...more,
});

const compare = (guests: ProxmoxGuest[], vms: NetboxVm[], more: Partial<NetboxEstate> = {}, modes = always) =>
  compareEstates(proxmox(guests), netbox(vms, more), modes);

const guests = fc
  .uniqueArray(fc.integer({ min: 100, max: 9_999 }), { maxLength: 40 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((vmid) =>
        fc.record({
          vmid: fc.constant(vmid),
          name: fc.constantFrom("web", "db", `vm-${vmid}`),
          status: fc.constantFrom("running", "stopped", "paused"),
          maxCpu: fc.integer({ min: 1, max: 64 }),
          maxMemoryBytes: fc.integer({ min: 1, max: 65_536 }).map((mb) => mb * MIB),
          template: fc.boolean(),
        }),
      ),
    ),
  )
  .map((rows) => rows.map((row) => guest(row.vmid, row)));

describe("the comparison of Proxmox with NetBox", () => {
  it("finds no difference in what a sync has written, whatever the names are", () => {
    fc.assert(
      fc.property(guests, (all) => {
        const vms = all.map((one, index) => ({ ...written(one, index + 1), name: `renamed-${index}` }));
        expect(compare(all, vms)).toEqual({ differences: [], same: all.length + 2 });
      }),
    );
  });

  it("tells of every guest exactly once, and of every VM that is nobody's", () => {
    fc.assert(
      fc.property(guests, guests, (here, there) => {
        const vms = there.map((one, index) => written(one, index + 1));
        const { differences, same } = compare(here, vms);
        const known = new Set(there.map((one) => one.vmid));
        const ours = new Set(here.map((one) => one.vmid));
        const told = (state: string) => differences.filter((row) => row.state === state).map((row) => row.vmid);
        expect(new Set(told("missing"))).toEqual(new Set(here.map((one) => one.vmid).filter((id) => !known.has(id))));
        expect(new Set(told("only_in_netbox"))).toEqual(
          new Set(there.map((one) => one.vmid).filter((id) => !ours.has(id))),
        );
        expect(same + told("missing").length + told("changed").length).toBe(here.length + 2);
        expect(differences.every((row) => row.state !== "changed" || row.changes.length > 0)).toBe(true);
      }),
    );
  });

  it("does not depend on the order of either side", () => {
    fc.assert(
      fc.property(guests, guests, (here, there) => {
        const vms = there.map((one, index) => written(one, index + 1));
        const sorted = (result: ReturnType<typeof compare>) =>
          result.differences.map((row) => JSON.stringify(row)).toSorted();
        expect(sorted(compare(here.toReversed(), vms.toReversed()))).toEqual(sorted(compare(here, vms)));
      }),
    );
  });

  it("names each field with both values", () => {
    const one = guest(100, { addresses: ["10.0.0.5/24"] });
    const theirs = { ...written(one, 7), status: "offline", vcpus: 4, memoryMb: 512, diskMb: 8, device: "pve2" };
    const { differences } = compare([one], [{ ...theirs, addresses: ["10.0.0.6/24"] }]);
    expect(differences).toMatchObject([{ state: "changed", netbox_id: 7, next_run: "update" }]);
    expect(differences[0]?.changes).toEqual([
      { field: "status", proxmox: "active", netbox: "offline" },
      { field: "vcpus", proxmox: "2", netbox: "4" },
      { field: "memory_mb", proxmox: "2048", netbox: "512" },
      { field: "node", proxmox: "pve1", netbox: "pve2" },
      { field: "disk_mb", proxmox: "32768 or more", netbox: "8" },
      { field: "addresses", proxmox: "10.0.0.5/24", netbox: "10.0.0.6/24" },
    ]);
  });

  it("calls a larger disk in NetBox no difference until the configuration tells all disks", () => {
    const one = guest(100);
    const vm = { ...written(one, 1), diskMb: 65_536 };
    expect(compare([one], [vm]).differences).toEqual([]);
    expect(compare([{ ...one, diskMb: 40_000 }], [vm]).differences[0]?.changes).toEqual([
      { field: "disk_mb", proxmox: "40000", netbox: "65536" },
    ]);
  });

  it("takes no VM for a guest by its name, and says what happens to it", () => {
    const one = guest(100);
    const manual = { ...written(one, 1), vmid: null };
    const { differences } = compare([one], [manual]);
    expect(differences.map((row) => [row.state, row.next_run])).toEqual([
      ["missing", "create"],
      ["only_in_netbox", "leave"],
    ]);
    expect(differences[0]?.note).toContain("gets a number behind its name");
    expect(differences[1]?.note).toBe("No sync wrote it, so no sync changes it.");
    expect(compare([one], [manual], { hasIdentities: false, identities: new Map() }).differences).toEqual([]);
  });

  it("finds a VM that was moved to another cluster of NetBox", () => {
    const { differences } = compare([guest(100)], [], { identities: new Map([["lab/100", 9]]) });
    expect(differences).toMatchObject([{ state: "changed", netbox_id: 9, changes: [{ field: "cluster" }] }]);
  });

  it("says what the sync modes leave alone", () => {
    const modes: PreviewModes = {
      ...always,
      "virtual-machines": { mode: "bootstrap_only" },
      vm_template: { mode: "disabled" },
    };
    const [plain, template] = [guest(100), guest(101, { template: true })];
    const { differences } = compare([plain, template], [{ ...written(plain, 1), vcpus: 9 }], {}, modes);
    expect(differences.map((row) => [row.vmid, row.state, row.next_run, row.note])).toEqual([
      [101, "missing", "leave", "The sync mode of templates is disabled."],
      [100, "changed", "leave", "The sync mode of VMs creates and changes nothing."],
    ]);
  });

  it("compares nodes by the name that the backend gives their devices", () => {
    const estate = { ...proxmox([]), nodes: [{ name: "pve1", cluster: "lab", status: "offline", device: "lab-pve1" }] };
    const theirs = netbox([], {
      devices: [{ id: 4, name: "lab-pve1", cluster: "lab", url: null, status: "active" }],
    });
    expect(compareEstates(estate, theirs, always).differences).toMatchObject([
      { kind: "node", name: "pve1", changes: [{ field: "status", proxmox: "offline", netbox: "active" }] },
    ]);
  });
});

describe("what the configuration of a guest tells", () => {
  const config = (values: Record<string, unknown>, networks: Record<string, string>[] = []) => ({
    disks: [{ name: "scsi0", storage: null, sizeMb: 1024, raw: null }],
    networks: networks.map((each) => ({ name: "net0", values: each })),
    values,
  });

  it("is the sum of a VM's disks, and the addresses that are fixed", () => {
    expect(factsOf(config({ ipconfig0: "ip=10.0.0.5/24,gw=10.0.0.1,ip6=auto" }), "qemu")).toEqual({
      diskMb: 1024,
      addresses: ["10.0.0.5/24"],
    });
    expect(factsOf(config({}, [{ ip: "dhcp", ip6: "fd00::5/64" }]), "lxc")).toEqual({
      diskMb: null,
      addresses: ["fd00::5/64"],
    });
    expect(factsOf(config({}), "qemu").addresses).toBeNull();
  });
});

describe("the limits of a comparison", () => {
  const facts = { guests: 40, configured: 40, hasIdentities: true, hasAddresses: true, offlineNodes: [] };

  it("are said in sentences", () => {
    const many = previewLimits({ ...facts, guests: 5_000, configured: null, offlineNodes: ["pve3"] });
    expect(many.join(" ")).toMatch(/5000 guests would take too long.*pve3 is offline/);
    expect(previewLimits({ ...facts, configured: 38 }).join(" ")).toContain("2 of 40 guests");
    expect(previewLimits({ ...facts, hasIdentities: false }).join(" ")).toContain("matched by name");
    for (const sentence of many) expect(sentence).toMatch(/^[A-Z].*\.$|^pve3.*\.$/);
  });
});
