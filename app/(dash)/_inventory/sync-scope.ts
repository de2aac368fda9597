import type { ObjectNoun } from "#lib/sync/sync-selection";

/** What Sync Now really syncs: said where its button is, because it is more than the object it stands at. */
export const syncScope: Record<Exclude<ObjectNoun, "vm">, string> = {
  cluster:
    "Sync Now runs the stages Devices and Storage for its whole endpoint: no release of proxbox-api syncs one cluster alone.",
  node: "Sync Now runs the stage Devices for its whole endpoint: no release of proxbox-api syncs one node alone.",
  storage: "Sync Now runs the stage Storage for its whole endpoint: no release of proxbox-api syncs one storage alone.",
};

/** The same of a guest; null where it syncs that guest and nothing else. */
export const guestSyncScope = ({ netbox_id }: { netbox_id: number | null }): string | null =>
  netbox_id === null
    ? "NetBox does not know it yet, so Sync Now runs the stage Virtual machines for its whole endpoint."
    : null;
