import { z } from "zod";
import type { Ctx } from "#lib/ctx";
import { createEndpoint } from "#lib/endpoints/create";
import { KindInPath } from "#lib/endpoints/kinds";
import { listEndpoints } from "#lib/endpoints/list";
import { removeEndpoint } from "#lib/endpoints/remove";
import { AnyEndpointInput, inputSchemas, WireEndpoint, wireEndpoints } from "#lib/endpoints/schema";
import { updateEndpoint } from "#lib/endpoints/update";
import { withUrls } from "#lib/endpoints/urls";
import { BulkDelete, changeInBulk, inBulk, oneOrMany, removeInBulk } from "#lib/http/bulk";
import { listOf, listResponse } from "#lib/http/list";
import { formMethods } from "#lib/http/methods";
import { queryBoolean } from "#lib/http/query";
import { route } from "#lib/http/route";
import { shortList } from "#lib/http/short-list";
import { writable } from "#lib/http/writable";
import { confirmInBody } from "#lib/users/confirm-in-body";

const params = z.object({ kind: KindInPath });
const list = shortList({
  filters: {
    id: z.coerce.number().int(),
    name: z.string(),
    domain: z.string(),
    ip_address: z.string(),
    enabled: queryBoolean,
  },
  orders: ["id", "name", "created_at", "updated_at"],
  ordering: "id",
  search: ["name", "domain", "ip_address"],
});

export const GET = route({
  permission: "endpoints:read",
  summary: "Endpoints of one kind",
  params,
  query: list.query,
  answers: listOf(WireEndpoint),
  handle: async (input) => {
    const { kind } = input.params;
    const rows = (await listEndpoints(input.ctx, kind)).map((row) => withUrls(kind, row));
    return listResponse(list.page(rows, input.query), input.query, input);
  },
});

const create = route({
  permission: "endpoints:write",
  summary: "Create an endpoint, or several",
  params,
  accepts: oneOrMany(AnyEndpointInput),
  answers: oneOrMany(WireEndpoint),
  status: 201,
  handle: async ({ ctx, params: { kind }, body }) => {
    const one = async (own: Ctx, item: unknown) => {
      const confirmed = await confirmInBody(own, item);
      return withUrls(kind, await createEndpoint(confirmed.ctx, kind, confirmed.values));
    };
    return Array.isArray(body) ? inBulk(ctx, body, one) : one(ctx, body);
  },
  done: (created: { display_url: string }) => created.display_url,
});

export const PATCH = route({
  permission: "endpoints:write",
  summary: "Change several endpoints, each named by its id",
  params,
  accepts: z.array(z.looseObject({ id: z.int().positive() })),
  answers: z.array(WireEndpoint),
  handle: ({ ctx, params: { kind }, body }) =>
    changeInBulk(ctx, body, async (own, id, values) => {
      const change = writable(values, inputSchemas[kind], wireEndpoints[kind]);
      return withUrls(kind, await updateEndpoint(own, kind, { id, body: change }));
    }),
});

export const DELETE = route({
  permission: "endpoints:write",
  summary: "Delete several endpoints, each named by its id",
  params,
  accepts: BulkDelete,
  handle: ({ ctx, params: { kind }, body }) => removeInBulk(ctx, body, (own, id) => removeEndpoint(own, kind, id)),
});

export const POST = formMethods({ POST: create });
