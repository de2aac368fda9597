import { z } from "zod";
import { listSessions, PublicSession } from "#lib/auth/list-sessions";
import { revokeOtherSessions } from "#lib/auth/revoke-session";
import { listOf, listResponse } from "#lib/http/list";
import { formMethods } from "#lib/http/methods";
import { route } from "#lib/http/route";
import { shortList } from "#lib/http/short-list";

const id = z.coerce.number().int();
const list = shortList({
  filters: { id, user_id: id, username: z.string() },
  orders: ["id", "last_seen_at", "created_at"],
  ordering: "-last_seen_at",
});

export const GET = route({
  permission: "sessions:own",
  summary: "Own sessions; an admin sees everybody's",
  query: list.query,
  answers: listOf(PublicSession),
  handle: async (input) => listResponse(list.page(await listSessions(input.ctx), input.query), input.query, input),
});

/** Signs out everywhere else. */
export const DELETE = route({
  permission: "sessions:own",
  summary: "Sign out everywhere else",
  answers: z.object({ revoked: z.number() }),
  handle: async ({ ctx }) => ({ revoked: await revokeOtherSessions(ctx) }),
  done: () => "/settings/sessions",
});

export const POST = formMethods({ DELETE });
