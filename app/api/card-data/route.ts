import { z } from "zod";
import { route } from "#lib/http/route";
import { getCard, listCards } from "#lib/inventory/card";
import { requestRefresh } from "#lib/inventory/request-refresh";
import { Card } from "#lib/inventory/schema";

const id = z.coerce.number().int().positive();

export const GET = route({
  permission: "inventory:read",
  summary: "What a card shows of one Proxmox endpoint, or of all",
  answers: z.union([Card, z.object({ results: z.array(Card) })]),
  query: z.strictObject({ endpoint_id: id.optional(), format: z.string().optional() }),
  handle: async ({ ctx, query }) =>
    query.endpoint_id === undefined ? { results: await listCards(ctx) } : getCard(ctx, query.endpoint_id),
});

/** A worker reads the endpoint again within seconds. */
export const POST = route({
  permission: "inventory:refresh",
  body: z.strictObject({ endpoint_id: id }),
  summary: "Read a Proxmox endpoint again, soon",
  answers: Card,
  status: 202,
  handle: ({ ctx, body }) => requestRefresh(ctx, body.endpoint_id),
  done: (_, { body }) => `/endpoints/proxmox/${body.endpoint_id}`,
});
