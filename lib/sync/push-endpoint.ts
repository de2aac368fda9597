import { z } from "zod";
import type { Db } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import { listRemoteProxmox } from "../backend/endpoints.ts";
import { type OpenBackend, openBackendById } from "../backends/open.ts";
import type { Ctx } from "../ctx.ts";
import { netboxForSync, proxmoxForSync } from "../endpoints/for-sync.ts";
import { type OpenedEndpoint, openEndpoint } from "../endpoints/open.ts";
import type { EndpointKind } from "../endpoints/schema.ts";
import { backendsOfNetbox } from "../endpoints/states.ts";
import { AppError } from "../errors.ts";
import { dropPush } from "../pushes/request.ts";
import { type Pushed, pushNetbox, pushProxmox } from "./push-endpoints.ts";

const PushedCopy = z.object({
  kind: z.enum(["netbox", "proxmox"]),
  endpoint_id: z.number(),
  endpoint_name: z.string(),
  backend_name: z.string(),
  change: z.enum(["created", "updated", "unchanged"]),
  remote_id: z.number(),
});
export type PushedCopy = z.infer<typeof PushedCopy>;

/** The first copy stands for the endpoint itself. */
export const PushAnswer = z.object({
  change: PushedCopy.shape.change,
  remote_id: z.number(),
  pushed: z.array(PushedCopy),
});

type Options = { mayRepoint: boolean; signal?: AbortSignal };

/**
 * Push: writes what we hold to the backend now. For a backend its NetBox (re-pointing it when asked this way) and its
 * Proxmox endpoints, for a NetBox endpoint itself to every backend that writes to it, for a Proxmox endpoint itself to
 * its own backend.
 */
export async function pushEndpoint(ctx: Ctx, kind: EndpointKind, id: number): Promise<z.infer<typeof PushAnswer>> {
  requirePermission(ctx.actor, "endpoints:push");
  const found = await openEndpoint(ctx.db, kind, id);
  if (!found) throw new AppError("not_found", `There is no endpoint ${id} of this kind.`);
  const pushed = await deliverEndpoint(ctx.db, found, { mayRepoint: true });
  const [first] = pushed;
  if (!first) throw new AppError("not_found", "There is no enabled endpoint to push to a backend.");
  await dropPush(ctx.db, kind, id);
  const { name } = found.endpoint;
  await recordAudit(ctx, { action: "push", objectType: kind, objectId: id, objectName: name, after: { pushed } });
  return { change: first.change, remote_id: first.remote_id, pushed };
}

/** Gives every backend concerned what it should hold of this endpoint; empty when there is nothing to give. */
export async function deliverEndpoint(db: Db, found: OpenedEndpoint, options: Options): Promise<PushedCopy[]> {
  if (found.kind === "proxmox") {
    const to = await openBackendById(db, found.endpoint.backendId);
    return [await giveProxmox(db, to, { endpoint: found.endpoint, ...options })];
  }
  if (found.kind === "netbox") {
    const pushed: PushedCopy[] = [];
    for (const id of await backendsOfNetbox(db, found.endpoint.id)) {
      pushed.push(await giveNetbox(db, await openBackendById(db, id), { netbox: found.endpoint, ...options }));
    }
    return pushed;
  }
  const to = await openBackendById(db, found.endpoint.id);
  const netbox = await netboxForSync(db, to.backend.netboxEndpointId);
  const pushed = netbox ? [await giveNetbox(db, to, { netbox, ...options })] : [];
  for (const endpoint of await proxmoxForSync(db, to.backend, []))
    pushed.push(await giveProxmox(db, to, { endpoint, ...options }));
  return pushed;
}

type NetboxInput = Options & { netbox: NonNullable<Awaited<ReturnType<typeof netboxForSync>>> };
type ProxmoxInput = Options & { endpoint: Awaited<ReturnType<typeof proxmoxForSync>>[number] };

async function giveNetbox(db: Db, to: OpenBackend, input: NetboxInput): Promise<PushedCopy> {
  const pushed = await pushNetbox(db, to.context, { backend: to.backend, ...input });
  return copyOf("netbox", input.netbox, to, pushed);
}

async function giveProxmox(db: Db, to: OpenBackend, { endpoint, signal }: ProxmoxInput): Promise<PushedCopy> {
  const rows = await listRemoteProxmox(to.context, signal);
  const pushed = await pushProxmox(db, to.context, { endpoint, rows, signal, now: new Date() });
  return copyOf("proxmox", endpoint, to, pushed);
}

function copyOf(
  kind: PushedCopy["kind"],
  endpoint: { id: number; name: string },
  { backend }: OpenBackend,
  { change, remoteId }: Pushed,
): PushedCopy {
  return {
    kind,
    endpoint_id: endpoint.id,
    endpoint_name: endpoint.name,
    backend_name: backend.name,
    change,
    remote_id: remoteId,
  };
}
