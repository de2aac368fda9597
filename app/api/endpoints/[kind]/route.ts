import { z } from "zod";
import { createEndpoint } from "#lib/endpoints/create";
import { KindInPath } from "#lib/endpoints/kinds";
import { listEndpoints } from "#lib/endpoints/list";
import { withUrls } from "#lib/endpoints/urls";
import { listResponse, slicePage } from "#lib/http/list";
import { paging, queryBoolean, repeated } from "#lib/http/query";
import { absoluteUrls, route } from "#lib/http/route";

const params = z.object({ kind: KindInPath });
const orders = ["id", "-id", "name", "-name"] as const;

export const GET = route({
  permission: "endpoints:read",
  params,
  query: z.strictObject({
    ...paging,
    ordering: z.enum(orders).default("id"),
    q: z.string().max(200).optional(),
    id: repeated(z.coerce.number().int()),
    name: repeated(z.string()),
    enabled: queryBoolean.optional(),
  }),
  handle: async (input) => {
    const { query } = input;
    const all = await listEndpoints(input.ctx, input.params.kind);
    const text = query.q?.toLowerCase();
    const found = all
      .filter(
        (row) => !text || [row.name, row.domain, row.ip_address].some((value) => value?.toLowerCase().includes(text)),
      )
      .filter((row) => (query.id?.includes(row.id) ?? true) && (query.name?.includes(row.name) ?? true))
      .filter((row) => query.enabled === undefined || row.enabled === query.enabled);
    const sorted = query.ordering.endsWith("name") ? found.toSorted((a, b) => a.name.localeCompare(b.name)) : found;
    const ordered = query.ordering.startsWith("-") ? sorted.toReversed() : sorted;
    const rows = ordered.map((row) => withUrls(input.params.kind, row));
    return listResponse(slicePage(rows, query), query, input);
  },
});

export const POST = route({
  permission: "endpoints:write",
  params,
  handle: async ({ ctx, params: { kind }, body, facts, isNativeForm }) => {
    const created = withUrls(kind, await createEndpoint(ctx, kind, body));
    if (isNativeForm) return created;
    return Response.json(absoluteUrls(created, facts.origin), {
      status: 201,
      headers: { location: `${facts.origin}${created.url}` },
    });
  },
  done: (created: { display_url: string }) => created.display_url,
});
