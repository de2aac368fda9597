import { z } from "zod";
import { BulkDelete, inBulk, oneOrMany, removeInBulk } from "#lib/http/bulk";
import { serializeCookie } from "#lib/http/cookies";
import { formDone } from "#lib/http/form-state";
import { listOf, listResponse } from "#lib/http/list";
import { formMethods } from "#lib/http/methods";
import { queryBoolean } from "#lib/http/query";
import { route } from "#lib/http/route";
import { shortList } from "#lib/http/short-list";
import { tokenFromForm } from "#lib/tokens/from-form";
import { issueToken } from "#lib/tokens/issue";
import { listTokens } from "#lib/tokens/list";
import { revokeToken } from "#lib/tokens/revoke";
import { ISSUED_COOKIE, IssuedToken, PublicToken, TokenInput } from "#lib/tokens/schema";

/** A native form is shown its new token once, on the page it goes to. */
const SHOWN_FOR_S = 30;

const id = z.coerce.number().int();
const list = shortList({
  filters: { id, name: z.string(), user_id: id, role: z.string(), write_enabled: queryBoolean },
  orders: ["id", "name", "last_used_at", "expires_at"],
  ordering: "-id",
  search: ["name", "public_id"],
});

export const GET = route({
  permission: "tokens:own",
  summary: "Own API tokens; an admin sees everybody's",
  query: list.query,
  answers: listOf(PublicToken),
  handle: async (input) => listResponse(list.page(await listTokens(input.ctx), input.query), input.query, input),
});

const create = route({
  permission: "tokens:own",
  summary: "A new API token, or several; the answer holds each once",
  accepts: oneOrMany(TokenInput),
  answers: oneOrMany(IssuedToken),
  status: 201,
  handle: async ({ ctx, body, facts, isNativeForm }) => {
    if (Array.isArray(body)) return inBulk(ctx, body, (own, item) => issueToken(own, item));
    if (!isNativeForm) return issueToken(ctx, body);
    const issued = await issueToken(ctx, tokenFromForm(body));
    const done = formDone(issued.display_url, facts);
    const options = { maxAgeS: SHOWN_FOR_S, isSecure: facts.isSecure };
    done.headers.append("set-cookie", serializeCookie(ISSUED_COOKIE, issued.token, options));
    return done;
  },
});

export const DELETE = route({
  permission: "tokens:own",
  summary: "Take several tokens back, each named by its id",
  accepts: BulkDelete,
  handle: ({ ctx, body }) => removeInBulk(ctx, body, revokeToken),
});

export const POST = formMethods({ POST: create });
