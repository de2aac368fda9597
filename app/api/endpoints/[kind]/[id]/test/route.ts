import { z } from "zod";
import { KindInPath } from "#lib/endpoints/kinds";
import { route } from "#lib/http/route";
import { WireCheck } from "#lib/status/schema";
import { testEndpoint } from "#lib/status/test-endpoint";

/** Answers 200 also when the endpoint does not: that is the result. */
export const POST = route({
  permission: "endpoints:test",
  summary: "Look at an endpoint now",
  answers: WireCheck,
  params: z.object({ kind: KindInPath, id: z.coerce.number().int().positive() }),
  handle: ({ ctx, params: { kind, id } }) => testEndpoint(ctx, kind, id),
  done: (_, { params: { kind, id } }) => `/endpoints/${kind}/${id}`,
});
