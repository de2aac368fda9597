import { buildGuest, guestName } from "./build-guest.ts";
import type { BackupJob, Cluster, PveNode, Storage } from "./model.ts";
import { type Random, seededRandom } from "./random.ts";

export type ClusterSize = {
  name: string;
  nodes: number;
  guests: number;
  /** A duplicate name, a guest and a storage that NetBox refuses: what real clusters have. */
  problems?: boolean;
};

const GIB = 1_073_741_824;
const REFUSED_GUEST = "vcpus: Ensure this value is greater than or equal to 0.01.";
const REFUSED_STORAGE = "nodes: Node 'pve9' is not a device of this cluster.";

/** Builds one cluster; the same size and seed give the same cluster, `index` keeps addresses of clusters apart. */
export function buildCluster(size: ClusterSize, seed: number, index: number): Cluster {
  const random = seededRandom(seed * 1_000 + index + 1);
  const nodes = Array.from({ length: size.nodes }, (_, at) => buildNode(index, at, random));
  const cluster: Cluster = {
    name: size.name,
    mode: size.nodes > 1 ? "cluster" : "standalone",
    release: "8.3",
    quorate: true,
    username: "root@pam",
    password: "pve-secret",
    tokenId: "root@pam!console",
    tokenValue: "7f1d0c3e-58a2-4a9b-8c11-0f6be3a2d9d4",
    nodes,
    storages: buildStorages(size.problems === true),
    guests: [],
    replications: [],
    backupJobs: [],
    haGuests: [],
    generation: 0,
  };
  for (let at = 0; at < size.guests; at += 1) {
    const node = nodes[at % nodes.length];
    if (node) cluster.guests.push(buildGuest({ at, clusterIndex: index, node: node.name, random }));
  }
  if (size.problems) addProblems(cluster);
  addJobs(cluster);
  return cluster;
}

function buildNode(clusterIndex: number, at: number, random: Random): PveNode {
  const ip = `10.${clusterIndex + 10}.0.${at + 11}`;
  return {
    name: `pve${clusterIndex === 0 ? "" : `-${"bcdefghij"[clusterIndex - 1] ?? clusterIndex}`}${at + 1}`,
    nodeid: at + 1,
    ip,
    online: true,
    cores: random.pick([16, 32, 48]),
    memBytes: random.pick([128, 256, 384]) * GIB,
    uptimeS: random.int(200_000, 9_000_000),
    nics: [
      { iface: "vmbr0", type: "bridge", cidr: `${ip}/24`, ports: "eno1" },
      { iface: "eno1", type: "eth", cidr: null, ports: null },
      { iface: "eno2", type: "eth", cidr: null, ports: null },
    ],
  };
}

function buildStorages(problems: boolean): Storage[] {
  const storage = (
    name: string,
    plugin: Storage["plugin"],
    content: string,
    sizeGb: number,
    shared: boolean,
  ): Storage => ({
    name,
    plugin,
    content,
    shared,
    sizeBytes: sizeGb * GIB,
    refusedBecause: null,
  });
  return [
    storage("local", "dir", "backup,iso,vztmpl", 200, false),
    storage("local-lvm", "lvmthin", "images,rootdir", 1_800, false),
    storage("ceph-nfs", "nfs", "images,backup", 12_000, true),
    storage("pbs-main", "pbs", "backup", 40_000, true),
    ...(problems ? [{ ...storage("scratch", "dir", "images", 500, false), refusedBecause: REFUSED_STORAGE }] : []),
  ];
}

function addProblems(cluster: Cluster): void {
  const [first, ...rest] = cluster.guests.filter((guest) => guest.type === "qemu");
  const twin = rest.at(2);
  if (first && twin) twin.name = first.name;
  const refused = rest.at(5);
  if (refused) refused.refusedBecause = REFUSED_GUEST;
}

function addJobs(cluster: Cluster): void {
  const [one, two] = cluster.nodes;
  const running = cluster.guests.filter((guest) => guest.status === "running");
  if (one && two)
    cluster.replications = running
      .filter((guest) => guest.node === one.name)
      .slice(0, 2)
      .map((guest) => ({
        id: `${guest.vmid}-0`,
        guest: guest.vmid,
        source: one.name,
        target: two.name,
        schedule: "*/15",
      }));
  cluster.haGuests = running.slice(0, 3).map((guest) => guest.vmid);
  const job = (id: string, schedule: string, vmids: number[], comment: string): BackupJob => ({
    id,
    schedule,
    storage: "pbs-main",
    vmids,
    enabled: true,
    comment,
  });
  cluster.backupJobs = [
    job(`backup-${cluster.name}-nightly`, "21:00", [], "every guest, nightly"),
    job(
      `backup-${cluster.name}-hourly`,
      "*/1:00",
      running.slice(0, 2).map((guest) => guest.vmid),
      "databases, hourly",
    ),
  ];
}

/** A name that no guest of the cluster has yet. */
export function freshName(cluster: Cluster): string {
  for (let at = cluster.guests.length; ; at += 1) {
    const name = guestName(at);
    if (!cluster.guests.some((guest) => guest.name === name)) return name;
  }
}
