import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import { listRemoteProxmox } from "../backend/endpoints.ts";
import { openBackendById } from "../backends/open.ts";
import type { Ctx } from "../ctx.ts";
import { netboxForSync } from "../endpoints/for-sync.ts";
import { openEndpoint } from "../endpoints/open.ts";
import type { EndpointKind } from "../endpoints/schema.ts";
import { AppError } from "../errors.ts";
import { type Pushed, pushNetbox, pushProxmox } from "./push-endpoints.ts";

/**
 * Push: writes what we hold to the backend now. For a backend its NetBox (re-pointing it when asked this way), for a
 * NetBox endpoint itself to the default backend, for a Proxmox endpoint itself to its own backend.
 */
export async function pushEndpoint(ctx: Ctx, kind: EndpointKind, id: number): Promise<Pushed> {
  requirePermission(ctx.actor, "endpoints:push");
  const found = await openEndpoint(ctx.db, kind, id);
  if (!found) throw new AppError("not_found", `There is no endpoint ${id} of this kind.`);
  const wanted = found.kind === "backends" ? id : found.kind === "proxmox" ? found.endpoint.backendId : null;
  const { backend, context } = await openBackendById(ctx.db, wanted);
  const pushed = await push();
  await recordAudit(ctx, {
    action: "push",
    objectType: kind,
    objectId: id,
    objectName: found.endpoint.name,
    after: pushed,
  });
  return pushed;

  async function push(): Promise<Pushed> {
    if (found?.kind === "proxmox") {
      const rows = await listRemoteProxmox(context);
      return pushProxmox(ctx.db, context, { endpoint: found.endpoint, rows, now: new Date() });
    }
    const netbox = found?.kind === "netbox" ? found.endpoint : await netboxForSync(ctx.db, backend.netboxEndpointId);
    if (!netbox) throw new AppError("not_found", "There is no enabled NetBox endpoint to push.");
    return pushNetbox(ctx.db, context, { backend, netbox, mayRepoint: true });
  }
}
