import { z } from "zod";
import { listSessions } from "#lib/auth/list-sessions";
import { revokeOtherSessions } from "#lib/auth/revoke-session";
import { listResponse, slicePage } from "#lib/http/list";
import { formMethods } from "#lib/http/methods";
import { paging, repeated } from "#lib/http/query";
import { route } from "#lib/http/route";

export const GET = route({
  permission: "sessions:own",
  query: z.strictObject({
    ...paging,
    ordering: z.literal("-last_seen_at").default("-last_seen_at"),
    user_id: repeated(z.coerce.number().int()),
  }),
  handle: async (input) => {
    const { query } = input;
    const found = (await listSessions(input.ctx)).filter((row) => query.user_id?.includes(row.user_id) ?? true);
    return listResponse(slicePage(found, query), query, input);
  },
});

/** Signs out everywhere else. */
export const DELETE = route({
  permission: "sessions:own",
  handle: async ({ ctx }) => ({ revoked: await revokeOtherSessions(ctx) }),
  done: () => "/settings/sessions",
});

export const POST = formMethods({ DELETE });
