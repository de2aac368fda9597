import { z } from "zod";

export const SyncMode = z.enum(["always", "bootstrap_only", "disabled"]);
export type SyncMode = z.infer<typeof SyncMode>;

/** What can be turned off; a parent that is disabled disables its children (`lib/sync/modes.ts`). */
export const syncModeNames = [
  "devices",
  "storage",
  "virtual-machines",
  "vm_template",
  "task-history",
  "virtual-disks",
  "backups",
  "snapshots",
  "node-interfaces",
  "vm-interfaces",
  "vm-ip-addresses",
  "sdn",
  "replications",
  "backup-routines",
] as const;
export type SyncModeName = (typeof syncModeNames)[number];

/** The overwrite flags of the backend: false keeps the value that NetBox has. `vm_platform` is newer and off by default. */
export const overwriteNames = [
  "device_role",
  "device_type",
  "device_tags",
  "device_status",
  "device_description",
  "device_custom_fields",
  "vm_role",
  "vm_type",
  "vm_tags",
  "vm_proxmox_tags",
  "vm_description",
  "vm_custom_fields",
  "vm_cloudinit",
  "vm_platform",
  "cluster_tags",
  "cluster_description",
  "cluster_custom_fields",
  "node_interface_tags",
  "node_interface_custom_fields",
  "storage_tags",
  "vm_interface_tags",
  "vm_interface_custom_fields",
  "ip_status",
  "ip_tags",
  "ip_custom_fields",
  "ip_address_dns_name",
] as const;
export type OverwriteName = (typeof overwriteNames)[number];

export const SyncModes = z.partialRecord(z.enum(syncModeNames), SyncMode).meta({ id: "SyncModes" });
export const Overwrite = z.partialRecord(z.enum(overwriteNames), z.boolean()).meta({ id: "Overwrite" });
export type SyncModes = z.infer<typeof SyncModes>;
export type Overwrite = z.infer<typeof Overwrite>;

const minutes = (max: number) => z.number().int().min(0).max(max);

/** The operator's settings. Defaults are what the backend does when nothing is said. */
export const Settings = z.strictObject({
  /** Minutes between default full syncs; 0 = off. */
  sync_interval: minutes(525_600).default(0),
  keepalive_interval_seconds: z.number().int().min(5).max(3600).default(30),
  inventory_interval_minutes: z.number().int().min(1).max(1440).default(15),
  /** Null: PROXBOX_SYNC_JOB_TIMEOUT. */
  job_timeout_seconds: z.number().int().min(1).max(604_800).nullable().default(null),
  max_parallel_jobs_per_backend: z.number().int().min(1).max(50).default(2),
  retention_days: z.number().int().min(1).max(3650).default(90),
  retention_jobs: z.number().int().min(1).max(10_000_000).default(100_000),
  fetch_max_concurrency: z.number().int().min(1).max(64).default(8),
  use_guest_agent_interface_name: z.boolean().default(true),
  vm_interface_sync_strategy: z.enum(["guest_os_model", "legacy_rename"]).default("guest_os_model"),
  ignore_ipv6_link_local_addresses: z.boolean().default(true),
  primary_ip_preference: z.enum(["ipv4", "ipv6"]).default("ipv4"),
  parse_description_metadata: z.boolean().default(false),
  sync_modes: SyncModes.default({ sdn: "disabled" }),
  overwrite: Overwrite.default({}),
});
export type Settings = z.infer<typeof Settings>;

export const SettingsPatch = Settings.partial();
export type SettingsPatch = z.infer<typeof SettingsPatch>;
