import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import type { EndpointKind } from "./schema.ts";
import { credentialWords, listSendings } from "./sendings.ts";
import { findEndpoints } from "./store.ts";

/** The credentials whose place saving this endpoint decides, in words; `id` null for one that is yet to be made. */
export async function possibleSendings(ctx: Ctx, kind: EndpointKind, id: number | null): Promise<string[]> {
  requirePermission(ctx.actor, "endpoints:write");
  const sendings = await listSendings(ctx.db);
  if (kind !== "backends") {
    const own = sendings.filter((one) => one.kind === kind && one.id === id);
    return own.map((one) => `${credentialWords(one)}, now to backend ${one.backendName}`);
  }
  if (id !== null) return sendings.filter((one) => one.backendId === id).map(credentialWords);
  const netbox = await findEndpoints(ctx.db, "netbox");
  const loose = (await findEndpoints(ctx.db, "proxmox")).filter((row) => row.backendId === null);
  return [
    ...netbox.map((row) => `the token of NetBox endpoint ${row.name}, if it writes there`),
    ...loose.map((row) => `the credentials of Proxmox endpoint ${row.name}, if it becomes the default backend`),
  ];
}
