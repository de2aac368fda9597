import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { backendForSync, netboxForSync } from "../endpoints/for-sync.ts";
import { openEndpoint } from "../endpoints/open.ts";
import { AppError } from "../errors.ts";
import { createPluginProxmoxEndpoint } from "../netbox/create-plugin-endpoint.ts";
import { listPluginProxmoxEndpoints } from "../netbox/plugin.ts";
import { matchPluginRow } from "./plugin-row.ts";

/**
 * Adds the plugin's row of a Proxmox endpoint to the NetBox that its backend writes to, without credentials. Throws
 * `conflict` when there is one already.
 */
export async function addPluginRow(
  ctx: Ctx,
  proxmoxEndpointId: number,
): Promise<{ id: number; netbox_endpoint_id: number }> {
  requirePermission(ctx.actor, "endpoints:push");
  const found = await openEndpoint(ctx.db, "proxmox", proxmoxEndpointId);
  if (found?.kind !== "proxmox") throw new AppError("not_found", `There is no Proxmox endpoint ${proxmoxEndpointId}.`);
  const { endpoint } = found;
  const backend = await backendForSync(ctx.db, endpoint.backendId);
  const netbox = await netboxForSync(ctx.db, backend?.netboxEndpointId ?? null);
  if (!netbox) throw new AppError("not_found", "There is no enabled NetBox endpoint to make the row in.");
  const match = matchPluginRow(endpoint, await listPluginProxmoxEndpoints(netbox));
  if (match.kind !== "none" || match.near.length > 0) {
    const ids =
      match.kind === "one" ? [match.row.id] : match.kind === "several" ? match.ids : match.near.map((row) => row.id);
    throw new AppError(
      "conflict",
      `The plugin in ${netbox.name} has a row for this machine already (${ids.join(", ")}). Change that one in NetBox.`,
    );
  }
  const row = await createPluginProxmoxEndpoint(netbox, endpoint);
  await recordAudit(ctx, {
    action: "create",
    objectType: "plugin-row",
    objectId: row.id,
    objectName: endpoint.name,
    after: { netbox: netbox.name, ...row },
  });
  return { id: row.id, netbox_endpoint_id: netbox.id };
}
