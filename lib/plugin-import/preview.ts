import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { openEndpoint } from "../endpoints/open.ts";
import { AppError } from "../errors.ts";
import { listPluginEndpoints } from "../netbox/plugin-endpoints.ts";
import { planImport } from "./plan-import.ts";
import type { ImportItem } from "./schema.ts";

/** What the plugin of one of our NetBox endpoints holds, read with that endpoint's token; changes nothing. */
export async function previewImport(ctx: Ctx, netboxEndpointId: number): Promise<ImportItem[]> {
  requirePermission(ctx.actor, "endpoints:write");
  const found = await openEndpoint(ctx.db, "netbox", netboxEndpointId);
  if (found?.kind !== "netbox") throw new AppError("not_found", `There is no NetBox endpoint ${netboxEndpointId}.`);
  const [backends, netbox, proxmox] = await Promise.all([
    listEndpoints(ctx, "backends"),
    listEndpoints(ctx, "netbox"),
    listEndpoints(ctx, "proxmox"),
  ]);
  const rows = await listPluginEndpoints(found.endpoint);
  return planImport(rows, { backends, netbox, proxmox }, { netboxEndpointId });
}
