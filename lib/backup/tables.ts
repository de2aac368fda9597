/**
 * What a backup holds, in the order in which rows may be inserted. `without` are columns that mean nothing on another
 * database: leases, workers, and what is folded from frames.
 */
export const savedTables = [
  { name: "settings", key: "id" },
  { name: "users", key: "id" },
  { name: "api_tokens", key: "id" },
  { name: "saved_views", key: "id" },
  { name: "netbox_endpoints", key: "id" },
  { name: "backends", key: "id", without: ["pushed_netbox_fingerprint"] },
  { name: "proxmox_endpoints", key: "id", without: ["pushed_fingerprint"] },
  { name: "webhooks", key: "id" },
  { name: "schedules", key: "id" },
  {
    name: "jobs",
    key: "id",
    without: [
      ...["lease_id", "lease_expires_at", "fence", "worker_id", "waiting_reason", "progress"],
      ...["last_seq", "fold_state", "fold_seq", "frames_kept", "frames_dropped_at"],
    ],
  },
  { name: "job_stages", key: "job_id, position" },
] as const satisfies readonly SavedTable[];

export type SavedTable = { name: string; key: string; without?: readonly string[] };

/** Read again or written anew by a running console: emptied by a restore, because it belongs to what was there before. */
export const derivedTables = [
  ...["sessions", "job_objects", "job_frames", "kept_job_frames", "webhook_deliveries"],
  ...["clusters", "nodes", "storages", "vms", "inventory_cache", "inventory_reads", "backend_openapi"],
  ...["checks", "check_history", "doctor_reports", "pending_pushes"],
  ...["previews", "preview_objects", "config_drafts"],
];

/** Facts about the installation itself: a restore leaves them alone. */
export const ownTables = ["audit_log", "console_facts", "rate_limits", "workers", "leases", "tallies"];
