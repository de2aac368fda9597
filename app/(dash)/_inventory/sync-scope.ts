import type { Ctx } from "#lib/ctx";
import { type ObjectNoun, wayInWords } from "#lib/sync/object-ways";
import { readWay } from "#lib/sync/read-ways";

/** What Sync Now of a selection syncs beyond it. Their backends may differ: why is said at each object. */
export const syncScope: Record<Exclude<ObjectNoun, "vm">, string> = {
  cluster: "Sync Now runs the stages Devices and Storage for the whole endpoint of a cluster; its page says why.",
  node: "Sync Now runs the stage Devices for the whole endpoint of a node; its page says why.",
  storage: "Sync Now runs the stage Storage for the whole endpoint of a storage; its page says why.",
};

type Shown = { proxmox_endpoint_id: number; netbox_id?: number | null };

/** The same of one object, said where its button is, with the reason; null where it syncs that object and nothing else. */
export async function syncNote(ctx: Ctx, noun: ObjectNoun, row: Shown): Promise<string | null> {
  const isInNetbox = noun !== "vm" || (row.netbox_id ?? null) !== null;
  const way = await readWay(ctx, { noun, endpointId: row.proxmox_endpoint_id, isInNetbox });
  return way.isAlone ? null : `${wayInWords(way)}. ${way.why}`;
}
