/** The simulated Proxmox VE world; sizes in bytes unless the name says otherwise, times in epoch seconds. */
export type Nic = { name: string; mac: string; bridge: string; vlan: number | null; ip: string | null };
export type Disk = { name: string; storage: string; volume: string; sizeGb: number };
export type Snapshot = { name: string; description: string; takenAt: number; parent: string | null };
export type Backup = { volid: string; storage: string; takenAt: number; sizeBytes: number; notes: string | null };
export type Task = {
  upid: string;
  node: string;
  type: string;
  user: string;
  startedAt: number;
  endedAt: number;
  status: string;
};

export type Guest = {
  vmid: number;
  name: string;
  type: "qemu" | "lxc";
  node: string;
  status: "running" | "stopped";
  template: boolean;
  cores: number;
  memoryMb: number;
  osType: string;
  agent: boolean;
  tags: string[];
  uptimeS: number;
  disks: Disk[];
  nics: Nic[];
  snapshots: Snapshot[];
  backups: Backup[];
  tasks: Task[];
  /** NetBox refuses this guest: the message it answers. */
  refusedBecause: string | null;
};

export type NodeNic = { iface: string; type: "bridge" | "eth"; cidr: string | null; ports: string | null };
export type PveNode = {
  name: string;
  nodeid: number;
  ip: string;
  online: boolean;
  cores: number;
  memBytes: number;
  uptimeS: number;
  nics: NodeNic[];
};

export type Storage = {
  name: string;
  plugin: "dir" | "lvmthin" | "nfs" | "pbs" | "zfspool";
  content: string;
  shared: boolean;
  sizeBytes: number;
  /** NetBox refuses this storage: the message it answers. */
  refusedBecause: string | null;
};

export type Replication = { id: string; guest: number; source: string; target: string; schedule: string };
export type BackupJob = {
  id: string;
  schedule: string;
  storage: string;
  vmids: number[];
  enabled: boolean;
  comment: string;
};

export type Cluster = {
  name: string;
  mode: "cluster" | "standalone";
  release: string;
  quorate: boolean;
  username: string;
  password: string;
  /** `user@realm!name`. */
  tokenId: string;
  tokenValue: string;
  nodes: PveNode[];
  storages: Storage[];
  guests: Guest[];
  replications: Replication[];
  backupJobs: BackupJob[];
  haGuests: number[];
  /** How often a sync has looked at it; it changes a little between runs. */
  generation: number;
};
