import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { toPublic } from "./rows.ts";
import { type EndpointKind, kindTitles, type PublicEndpoint } from "./schema.ts";
import { type EndpointRow, findEndpoint } from "./store.ts";

export async function getEndpoint(ctx: Ctx, kind: EndpointKind, id: number): Promise<PublicEndpoint> {
  requirePermission(ctx.actor, "endpoints:read");
  return toPublic(kind, await requireEndpointRow(ctx, kind, id));
}

/** The row itself, for verbs of this noun. */
export async function requireEndpointRow<K extends EndpointKind>(
  ctx: Ctx,
  kind: K,
  id: number,
): Promise<EndpointRow[K]> {
  const row = await findEndpoint(ctx.db, kind, id);
  if (!row) throw new AppError("not_found", `There is no ${kindTitles[kind].one} ${id}.`);
  return row;
}
