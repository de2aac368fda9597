import { z } from "zod";
import { listResponse, slicePage } from "#lib/http/list";
import { paging } from "#lib/http/query";
import { route } from "#lib/http/route";
import { issueToken } from "#lib/tokens/issue";
import { listTokens } from "#lib/tokens/list";

export const GET = route({
  permission: "tokens:own",
  query: z.strictObject({ ...paging, ordering: z.literal("-id").default("-id") }),
  handle: async (input) => listResponse(slicePage(await listTokens(input.ctx), input.query), input.query, input),
});

export const POST = route({
  permission: "tokens:own",
  status: 201,
  handle: ({ ctx, body }) => issueToken(ctx, body),
});
