import type { Query } from "../backend/send.ts";
import { type OverwriteName, overwriteNames, type Settings, type SyncModeName } from "../settings/schema.ts";
import type { EffectiveMode, Overwrites } from "./modes.ts";
import type { SyncType } from "./stages.ts";

export type QueryInput = {
  syncType: SyncType | "full-update";
  /** The backend's own id of the Proxmox endpoint: a request is never sent without exactly one. */
  remoteId: number;
  settings: Settings;
  modes: Record<SyncModeName, EffectiveMode>;
  overwrites: Overwrites;
  netboxVmIds: readonly number[];
  /** The interface stages run later in the same job, so the VM stage leaves the network to them. */
  interfacesFollow: boolean;
  taskHistoryFollows: boolean;
  /** Releases before 0.0.30 fill disks, backups and interfaces only with their custom fields. */
  wantsCustomFields: boolean;
};

const OVERWRITES_OF: Partial<Record<QueryInput["syncType"], RegExp>> = {
  devices: /^(device|cluster)_/,
  "virtual-machines": /^(vm|cluster|ip)_/,
  "vm-interfaces": /^(vm_interface|ip)_/,
  "ip-addresses": /^ip_/,
  "full-update": /^/,
};
const FETCHES = new Set([
  "devices",
  "storage",
  "task-history",
  "vm-disks",
  "vm-backups",
  "vm-snapshots",
  "full-update",
]);
const PER_VM = new Set(["virtual-machines", "task-history", "vm-disks", "vm-backups", "vm-snapshots"]);

/** Query parameters of one step; the names are the backend's (contract 7.2 and 7.3). */
export function stepQuery(input: QueryInput): Query {
  const { syncType, settings } = input;
  return {
    proxmox_endpoint_ids: String(input.remoteId),
    ...(FETCHES.has(syncType) ? { fetch_max_concurrency: settings.fetch_max_concurrency } : {}),
    ...(PER_VM.has(syncType) && input.netboxVmIds.length > 0 ? { netbox_vm_ids: input.netboxVmIds.join(",") } : {}),
    ...networkQuery(input),
    ...(syncType === "virtual-machines" ? vmQuery(input) : {}),
    ...(syncType === "sdn" ? { sync_mode_sdn_bgp: input.modes.sdn.mode } : {}),
    ...(syncType === "full-update" ? fullUpdateQuery(input) : {}),
    ...overwriteQuery(input),
  };
}

function networkQuery({ syncType, settings }: QueryInput): Query {
  if (!["virtual-machines", "vm-interfaces", "ip-addresses"].includes(syncType)) return {};
  return {
    use_guest_agent_interface_name: settings.use_guest_agent_interface_name,
    vm_interface_sync_strategy: settings.vm_interface_sync_strategy,
    ignore_ipv6_link_local_addresses: settings.ignore_ipv6_link_local_addresses,
    primary_ip_preference: settings.primary_ip_preference,
  };
}

function vmQuery(input: QueryInput): Query {
  return {
    sync_vm_network: !input.interfacesFollow,
    sync_task_history: !input.taskHistoryFollows,
    sync_mode_vm: input.modes["virtual-machines"].mode,
    sync_mode_vm_template: input.modes.vm_template.mode,
  };
}

function fullUpdateQuery({ settings, wantsCustomFields }: QueryInput): Query {
  return {
    parse_description_metadata: settings.parse_description_metadata,
    ...(wantsCustomFields ? { custom_fields_enabled: true } : {}),
  };
}

/** `bootstrap_only` creates and never changes: where the backend has no such mode, its overwrite flags say it. */
function overwriteQuery({ syncType, overwrites, modes }: QueryInput): Query {
  const pattern = OVERWRITES_OF[syncType];
  if (!pattern) return {};
  const isKept = syncType === "devices" && modes.devices.mode === "bootstrap_only";
  const value = (name: OverwriteName) => (isKept && name.startsWith("device_") ? false : overwrites[name]);
  const flags = overwriteNames.filter((name) => pattern.test(name) && value(name) !== undefined);
  return Object.fromEntries(flags.map((name) => [`overwrite_${name}`, value(name)]));
}
