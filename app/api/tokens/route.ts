import { z } from "zod";
import { serializeCookie } from "#lib/http/cookies";
import { formDone } from "#lib/http/form-state";
import { listResponse, slicePage } from "#lib/http/list";
import { paging, repeated } from "#lib/http/query";
import { absoluteUrls, route } from "#lib/http/route";
import { tokenFromForm } from "#lib/tokens/from-form";
import { issueToken } from "#lib/tokens/issue";
import { listTokens } from "#lib/tokens/list";
import { ISSUED_COOKIE, TokenInput } from "#lib/tokens/schema";

/** A native form is shown its new token once, on the page it goes to. */
const SHOWN_FOR_S = 30;

export const GET = route({
  permission: "tokens:own",
  summary: "Own API tokens; an admin sees everybody's",
  query: z.strictObject({
    ...paging,
    ordering: z.literal("-id").default("-id"),
    name: repeated(z.string()),
    user_id: repeated(z.coerce.number().int()),
  }),
  handle: async (input) => {
    const { query } = input;
    const found = (await listTokens(input.ctx))
      .filter((token) => query.name?.includes(token.name) ?? true)
      .filter((token) => query.user_id?.includes(token.user_id) ?? true);
    return listResponse(slicePage(found, query), query, input);
  },
});

export const POST = route({
  permission: "tokens:own",
  summary: "A new API token; the answer holds it once",
  accepts: TokenInput,
  status: 201,
  handle: async ({ ctx, body, facts, isNativeForm }) => {
    const issued = await issueToken(ctx, isNativeForm ? tokenFromForm(body) : body);
    if (!isNativeForm) {
      const headers = { location: `${facts.origin}${issued.url}`, "cache-control": "no-store" };
      return Response.json(absoluteUrls(issued, facts.origin), { status: 201, headers });
    }
    const done = formDone(issued.display_url, facts);
    const options = { maxAgeS: SHOWN_FOR_S, isSecure: facts.isSecure };
    done.headers.append("set-cookie", serializeCookie(ISSUED_COOKIE, issued.token, options));
    return done;
  },
});
