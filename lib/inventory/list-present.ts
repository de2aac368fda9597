import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { inventoryUrls } from "./list-query.ts";
import { findPresent, type PresentRow } from "./present-store.ts";

export type PresentObject = Omit<PresentRow, "proxmoxEndpointId" | "netboxUrl"> & {
  kind: "node" | "storage" | "vm";
  proxmox_endpoint_id: number;
  netbox_url: string | null;
  display_url: string;
};

const nouns = { node: "nodes", storage: "storage", vm: "vms" } as const;

/**
 * Every node, storage and guest that was in the last reading of its endpoint, of these endpoints or of all, without
 * what only their lists show.
 */
export async function listPresentObjects(ctx: Ctx, endpointIds?: readonly number[]): Promise<PresentObject[]> {
  requirePermission(ctx.actor, "inventory:read");
  const present = await findPresent(ctx.db, endpointIds);
  const kinds = ["node", "storage", "vm"] as const;
  return kinds.flatMap((kind) =>
    present[kind].map(({ proxmoxEndpointId, netboxUrl, ...row }) => ({
      ...row,
      kind,
      proxmox_endpoint_id: proxmoxEndpointId,
      netbox_url: netboxUrl,
      display_url: inventoryUrls(nouns[kind], row.id).display_url,
    })),
  );
}
