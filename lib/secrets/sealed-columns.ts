/** Every column that holds sealed secrets: its table, and whose noun it is. */
export const sealedColumns = [
  { table: "backends", column: "sealed_token" },
  { table: "netbox_endpoints", column: "sealed_token" },
  { table: "netbox_endpoints", column: "sealed_token_key" },
  { table: "proxmox_endpoints", column: "sealed_password" },
  { table: "proxmox_endpoints", column: "sealed_token_value" },
  { table: "webhooks", column: "sealed_secret" },
] as const;
export type SealedColumn = (typeof sealedColumns)[number];
