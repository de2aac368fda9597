import {
  type OverwriteName,
  overwriteNames,
  type SyncMode,
  type SyncModeName,
  syncModeNames,
} from "../settings/schema.ts";

type Modes = Partial<Record<SyncModeName, SyncMode>>;
export type Overwrites = Partial<Record<OverwriteName, boolean>>;

/** What cannot be synced without what: a parent that is disabled disables its children. */
const parents: Partial<Record<SyncModeName, SyncModeName>> = {
  vm_template: "virtual-machines",
  "task-history": "virtual-machines",
  "virtual-disks": "virtual-machines",
  backups: "virtual-machines",
  snapshots: "virtual-machines",
  "vm-interfaces": "virtual-machines",
  "vm-ip-addresses": "vm-interfaces",
  "node-interfaces": "devices",
};

export type EffectiveMode = { mode: SyncMode; because: SyncModeName };

/** The modes that hold for one endpoint: its own value wins over the global one, then parents cascade. */
export function effectiveModes(global: Modes, own: Modes | null): Record<SyncModeName, EffectiveMode> {
  const chosen = (name: SyncModeName): SyncMode => own?.[name] ?? global[name] ?? "always";
  const resolve = (name: SyncModeName): EffectiveMode => {
    if (chosen(name) === "disabled") return { mode: "disabled", because: name };
    const parent = parents[name];
    const above = parent && resolve(parent);
    return above?.mode === "disabled" ? above : { mode: chosen(name), because: name };
  };
  return Object.fromEntries(syncModeNames.map((name) => [name, resolve(name)])) as Record<SyncModeName, EffectiveMode>;
}

/** The overwrite flags that were decided for one endpoint; what nobody decided is left to the backend. */
export function effectiveOverwrites(global: Overwrites, own: Overwrites | null): Overwrites {
  const decided = overwriteNames
    .map((name) => [name, own?.[name] ?? global[name]] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(decided);
}
