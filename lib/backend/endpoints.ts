import { z } from "zod";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

/** The backend's copy of a NetBox endpoint; secrets are never returned. */
export const RemoteNetbox = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  ip_address: z.string().nullish(),
  domain: z.string().nullish(),
  port: z.number().int(),
  verify_ssl: z.boolean(),
  enabled: z.boolean().optional(),
});
export type RemoteNetbox = z.infer<typeof RemoteNetbox>;

export const RemoteProxmox = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  ip_address: z.string().nullish(),
  domain: z.string().nullish(),
  port: z.number().int(),
  username: z.string().nullish(),
  verify_ssl: z.boolean().optional(),
  enabled: z.boolean().optional(),
});
export type RemoteProxmox = z.infer<typeof RemoteProxmox>;

type Body = Record<string, unknown>;
/** The backend lists at most 100 rows a page. */
const PAGE = 100;

export function listRemoteNetbox(ctx: BackendContext, signal?: AbortSignal): Promise<RemoteNetbox[]> {
  return backendRequest(ctx, { path: "netbox/endpoint", schema: z.array(RemoteNetbox), signal });
}

/** Creates or updates the one NetBox endpoint of a backend. `body` always carries the token: older releases corrupt a stored token otherwise. */
export function putRemoteNetbox(
  ctx: BackendContext,
  id: number | null,
  body: Body,
  signal?: AbortSignal,
): Promise<RemoteNetbox> {
  const path = id === null ? "netbox/endpoint" : `netbox/endpoint/${id}`;
  return backendRequest(ctx, {
    method: id === null ? "POST" : "PUT",
    path,
    body,
    schema: RemoteNetbox,
    signal,
    mayRepeat: false,
  });
}

export async function listRemoteProxmox(ctx: BackendContext, signal?: AbortSignal): Promise<RemoteProxmox[]> {
  const rows: RemoteProxmox[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const query = { offset, limit: PAGE };
    const page = await backendRequest(ctx, {
      path: "proxmox/endpoints",
      query,
      schema: z.array(RemoteProxmox),
      signal,
    });
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}

export function putRemoteProxmox(
  ctx: BackendContext,
  id: number | null,
  body: Body,
  signal?: AbortSignal,
): Promise<RemoteProxmox> {
  const path = id === null ? "proxmox/endpoints" : `proxmox/endpoints/${id}`;
  return backendRequest(ctx, {
    method: id === null ? "POST" : "PUT",
    path,
    body,
    schema: RemoteProxmox,
    signal,
    mayRepeat: false,
  });
}

const Probe = z.looseObject({ reachable: z.boolean(), status: z.string().nullish(), error: z.string().nullish() });
export type NetboxProbe = z.infer<typeof Probe>;

/** Does the backend itself reach the NetBox it writes to? From 0.0.30 on; takes up to 12 s. */
export function probeRemoteNetbox(ctx: BackendContext, id: number, signal?: AbortSignal): Promise<NetboxProbe> {
  return backendRequest(ctx, { path: `netbox/endpoint/${id}/probe`, schema: Probe, signal });
}

const Said = z.looseObject({ message: z.string().nullish() });

/** Deletes the backend's copy, with the token that it holds. */
export async function deleteRemoteNetbox(ctx: BackendContext, id: number, signal?: AbortSignal): Promise<void> {
  await backendRequest(ctx, { method: "DELETE", path: `netbox/endpoint/${id}`, schema: Said, signal });
}

export async function deleteRemoteProxmox(ctx: BackendContext, id: number, signal?: AbortSignal): Promise<void> {
  await backendRequest(ctx, { method: "DELETE", path: `proxmox/endpoints/${id}`, schema: Said, signal });
}
