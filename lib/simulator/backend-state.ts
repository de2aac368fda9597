import type { Lockout } from "./lockout.ts";

export type ApiKey = { id: number; label: string; key: string; is_active: boolean; created_at: number };

export type NetboxEndpointRow = {
  id: number;
  name: string;
  ip_address: string;
  domain: string;
  port: number;
  token_version: string;
  token_key: string | null;
  token: string;
  verify_ssl: boolean;
  enabled: boolean;
};

export type ProxmoxEndpointRow = {
  id: number;
  name: string;
  ip_address: string;
  port: number;
  [field: string]: unknown;
};

export type ActiveRun = { id: string; kind: "full-update"; started_at: string };

export type LogEntry = {
  id: string;
  timestamp: string;
  level: "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";
  module: string;
  message: string;
  operation_id: string | null;
  operation: string | null;
  phase: string | null;
  resource_type: string | null;
  resource_id: string | null;
  expandable: { traceback: string } | null;
};

/** What the backend keeps in its own database, and what lives in its process only. */
export type BackendState = {
  keys: ApiKey[];
  /** The first key was registered once; true for ever. */
  claimed: boolean;
  netbox: NetboxEndpointRow | null;
  netboxIds: number;
  proxmox: ProxmoxEndpointRow[];
  proxmoxIds: number;
  active: ActiveRun[];
  logs: LogEntry[];
  lockout: Lockout;
};

export type SavedBackend = Pick<BackendState, "keys" | "claimed" | "netbox" | "netboxIds" | "proxmox" | "proxmoxIds">;

export function saveBackend({ keys, claimed, netbox, netboxIds, proxmox, proxmoxIds }: BackendState): SavedBackend {
  return { keys, claimed, netbox, netboxIds, proxmox, proxmoxIds };
}
