import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { toPublic } from "./rows.ts";
import type { EndpointKind, PublicEndpoint } from "./schema.ts";
import { findEndpoints } from "./store.ts";

/** All endpoints of a kind, by id. */
export async function listEndpoints(ctx: Ctx, kind: EndpointKind): Promise<PublicEndpoint[]> {
  requirePermission(ctx.actor, "endpoints:read");
  return (await findEndpoints(ctx.db, kind)).map((row) => toPublic(kind, row));
}
