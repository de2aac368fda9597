import { z } from "zod";
import { Role } from "#lib/auth/schema";
import { listResponse, slicePage } from "#lib/http/list";
import { paging, queryBoolean, repeated } from "#lib/http/query";
import { absoluteUrls, route } from "#lib/http/route";
import { createUser } from "#lib/users/create-user";
import { listUsers } from "#lib/users/list";
import { UserInput } from "#lib/users/schema";

const orders = ["id", "-id", "username", "-username"] as const;

export const GET = route({
  permission: "users:manage",
  summary: "Users",
  query: z.strictObject({
    ...paging,
    ordering: z.enum(orders).default("id"),
    q: z.string().max(200).optional(),
    id: repeated(z.coerce.number().int()),
    username: repeated(z.string()),
    role: repeated(Role),
    enabled: queryBoolean.optional(),
  }),
  handle: async (input) => {
    const { query } = input;
    const found = (await listUsers(input.ctx))
      .filter((user) => !query.q || user.username.toLowerCase().includes(query.q.toLowerCase()))
      .filter((user) => (query.id?.includes(user.id) ?? true) && (query.username?.includes(user.username) ?? true))
      .filter((user) => (query.role?.includes(user.role) ?? true) && user.enabled === (query.enabled ?? user.enabled));
    const byName = query.ordering.endsWith("username");
    const sorted = byName ? found.toSorted((a, b) => a.username.localeCompare(b.username)) : found;
    const ordered = query.ordering.startsWith("-") ? sorted.toReversed() : sorted;
    return listResponse(slicePage(ordered, query), query, input);
  },
});

export const POST = route({
  permission: "users:manage",
  summary: "Create a user",
  accepts: UserInput,
  status: 201,
  handle: async ({ ctx, body, facts, isNativeForm }) => {
    const created = await createUser(ctx, body);
    if (isNativeForm) return created;
    const headers = { location: `${facts.origin}${created.url}` };
    return Response.json(absoluteUrls(created, facts.origin), { status: 201, headers });
  },
  done: () => "/settings/users",
});
