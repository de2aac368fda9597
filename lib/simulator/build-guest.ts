import type { Backup, Disk, Guest, Nic, Snapshot, Task } from "./model.ts";
import type { Random } from "./random.ts";

export type GuestSeed = { at: number; clusterIndex: number; node: string; random: Random; vmid?: number };

const PURPOSES = [
  "web",
  "db",
  "cache",
  "queue",
  "mail",
  "dns",
  "git",
  "ci",
  "mon",
  "vpn",
  "proxy",
  "files",
  "wiki",
  "auth",
];
const SIZES_GB = [8, 16, 32, 32, 64, 128];
/** 2026-11-01; backups and snapshots lie around it, so that a seed always gives the same picture. */
const EPOCH_S = 1_793_491_200;

/** `web-01`, `db-01`, … `web-02`. */
export function guestName(at: number): string {
  const purpose = PURPOSES[at % PURPOSES.length] ?? "vm";
  return `${purpose}-${String(Math.floor(at / PURPOSES.length) + 1).padStart(2, "0")}`;
}

/** One guest; every fourth is a container, every thirteenth a stopped template. */
export function buildGuest({ at, clusterIndex, node, random, vmid = 100 + at }: GuestSeed): Guest {
  const type = at % 4 === 3 ? "lxc" : "qemu";
  const template = type === "qemu" && at % 13 === 12;
  const status = template || random.chance(0.15) ? "stopped" : "running";
  return {
    vmid,
    name: template ? `tmpl-${guestName(at)}` : guestName(at),
    type,
    node,
    status,
    template,
    cores: random.pick([1, 2, 2, 4, 8]),
    memoryMb: random.pick([512, 1_024, 2_048, 4_096, 8_192]),
    osType: type === "lxc" ? "debian" : "l26",
    agent: type === "qemu" && random.chance(0.7),
    tags: random.chance(0.4) ? [random.pick(["prod", "stage", "lab"])] : [],
    uptimeS: status === "running" ? random.int(3_600, 4_000_000) : 0,
    disks: buildDisks(vmid, type, random),
    nics: [buildNic({ vmid, clusterIndex, type, hasAddress: status === "running" && random.chance(0.8) })],
    snapshots: random.chance(0.3) ? [buildSnapshot(random)] : [],
    backups: template ? [] : Array.from({ length: random.int(0, 2) }, (_, day) => buildBackup(vmid, type, day, random)),
    tasks: Array.from({ length: random.int(1, 3) }, (_, number) => buildTask(vmid, node, number, random)),
    refusedBecause: null,
  };
}

function buildDisks(vmid: number, type: Guest["type"], random: Random): Disk[] {
  const disk = (name: string, number: number): Disk => ({
    name,
    storage: number > 0 && random.chance(0.5) ? "ceph-nfs" : "local-lvm",
    volume: `vm-${vmid}-disk-${number}`,
    sizeGb: random.pick(SIZES_GB),
  });
  if (type === "lxc") return [disk("rootfs", 0)];
  return random.chance(0.3) ? [disk("scsi0", 0), disk("scsi1", 1)] : [disk("scsi0", 0)];
}

function buildNic(of: { vmid: number; clusterIndex: number; type: Guest["type"]; hasAddress: boolean }): Nic {
  const hex = (of.vmid % 65_536).toString(16).padStart(4, "0").toUpperCase();
  return {
    name: of.type === "lxc" ? "eth0" : "net0",
    mac: `BC:24:11:${String(of.clusterIndex).padStart(2, "0")}:${hex.slice(0, 2)}:${hex.slice(2)}`,
    bridge: "vmbr0",
    vlan: of.vmid % 5 === 0 ? 20 : null,
    ip: of.hasAddress ? `10.${of.clusterIndex + 10}.${1 + Math.floor(of.vmid / 250)}.${(of.vmid % 250) + 2}/16` : null,
  };
}

/** A snapshot some days ago. */
export function buildSnapshot(random: Random): Snapshot {
  const daysAgo = random.int(1, 40);
  return {
    name: `before-upgrade-${daysAgo}`,
    description: "before the upgrade",
    takenAt: EPOCH_S - daysAgo * 86_400,
    parent: null,
  };
}

function buildBackup(vmid: number, type: Guest["type"], day: number, random: Random): Backup {
  const takenAt = EPOCH_S - day * 86_400;
  const stamp = new Date(takenAt * 1_000).toISOString().slice(0, 19).replace(/[-:]/g, "_").replace("T", "-");
  const storage = day === 0 ? "pbs-main" : "local";
  const volid =
    storage === "pbs-main"
      ? `${storage}:backup/${type === "lxc" ? "ct" : "vm"}/${vmid}/${new Date(takenAt * 1_000).toISOString().slice(0, 19)}Z`
      : `${storage}:backup/vzdump-${type}-${vmid}-${stamp}.${type === "lxc" ? "tar" : "vma"}.zst`;
  return { volid, storage, takenAt, sizeBytes: random.int(400, 9_000) * 1_048_576, notes: null };
}

/** A finished task in the archive of its node. */
export function buildTask(vmid: number, node: string, number: number, random: Random): Task {
  const startedAt = EPOCH_S - random.int(0, 600_000);
  const type = random.pick(["vzdump", "qmstart", "qmsnapshot", "qmigrate"]);
  const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, "0");
  return {
    upid: `UPID:${node}:${hex(20_000 + vmid * 7 + number, 8)}:${hex(startedAt % 0xffffffff, 8)}:${hex(startedAt, 8)}:${type}:${vmid}:root@pam:`,
    node,
    type,
    user: "root@pam",
    startedAt,
    endedAt: startedAt + random.int(2, 900),
    status: random.chance(0.93) ? "OK" : "command failed: exit code 1",
  };
}
