import { z } from "zod";
import { route } from "#lib/http/route";
import { getCard, listCards } from "#lib/inventory/card";

export const GET = route({
  permission: "inventory:read",
  query: z.strictObject({ endpoint_id: z.coerce.number().int().positive().optional(), format: z.string().optional() }),
  handle: async ({ ctx, query }) =>
    query.endpoint_id === undefined ? { results: await listCards(ctx) } : getCard(ctx, query.endpoint_id),
});
