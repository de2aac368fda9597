import type { OverwriteName, SyncModeName } from "#lib/settings/schema";

/** What each sync mode decides, in a sentence. */
export const modeWords: Record<SyncModeName, { title: string; sentence: string }> = {
  devices: { title: "Devices", sentence: "Nodes as NetBox devices. Off switches off node interfaces, too." },
  storage: { title: "Storage", sentence: "Storages of the cluster and where they are." },
  "virtual-machines": {
    title: "Virtual machines",
    sentence: "QEMU machines and LXC containers. Off switches off all that belongs to them.",
  },
  vm_template: { title: "Templates", sentence: "Machines that are templates." },
  "task-history": { title: "Task history", sentence: "What Proxmox did with each machine." },
  "virtual-disks": { title: "Virtual disks", sentence: "The disks of each machine." },
  backups: { title: "Backups", sentence: "Backups of each machine and their verification." },
  snapshots: { title: "Snapshots", sentence: "Snapshots of each machine." },
  "node-interfaces": { title: "Node interfaces", sentence: "Network interfaces, bridges and bonds of the nodes." },
  "vm-interfaces": { title: "VM interfaces", sentence: "Network interfaces of the machines." },
  "vm-ip-addresses": { title: "IP addresses", sentence: "Addresses that guests report." },
  sdn: { title: "SDN", sentence: "Zones, virtual networks and subnets. Needs a recent backend." },
  replications: { title: "Replications", sentence: "Replication jobs between nodes." },
  "backup-routines": { title: "Backup routines", sentence: "Scheduled backup jobs of the cluster." },
};

export const modeChoices = [
  ["always", "Always"],
  ["bootstrap_only", "Only when it is missing"],
  ["disabled", "Off"],
] as [string, string][];

type Group = { title: string; flags: [OverwriteName, string][] };

/** What a sync may overwrite in NetBox, by object. */
export const overwriteGroups: Group[] = [
  {
    title: "Devices",
    flags: [
      ["device_role", "Role"],
      ["device_type", "Type"],
      ["device_status", "Status"],
      ["device_tags", "Tags"],
      ["device_description", "Description"],
      ["device_custom_fields", "Custom fields"],
    ],
  },
  {
    title: "Virtual machines",
    flags: [
      ["vm_role", "Role"],
      ["vm_type", "Type"],
      ["vm_platform", "Platform"],
      ["vm_tags", "Tags"],
      ["vm_proxmox_tags", "Tags from Proxmox"],
      ["vm_description", "Description"],
      ["vm_cloudinit", "Cloud-init"],
      ["vm_custom_fields", "Custom fields"],
    ],
  },
  {
    title: "Clusters and storage",
    flags: [
      ["cluster_tags", "Cluster tags"],
      ["cluster_description", "Cluster description"],
      ["cluster_custom_fields", "Cluster custom fields"],
      ["storage_tags", "Storage tags"],
    ],
  },
  {
    title: "Interfaces and addresses",
    flags: [
      ["node_interface_tags", "Node interface tags"],
      ["node_interface_custom_fields", "Node interface custom fields"],
      ["vm_interface_tags", "VM interface tags"],
      ["vm_interface_custom_fields", "VM interface custom fields"],
      ["ip_status", "IP status"],
      ["ip_tags", "IP tags"],
      ["ip_custom_fields", "IP custom fields"],
      ["ip_address_dns_name", "IP DNS name"],
    ],
  },
];

/** What the backend does when nothing is said: everything but the newer platform flag. */
export const isOverwrittenByDefault = (name: OverwriteName): boolean => name !== "vm_platform";
