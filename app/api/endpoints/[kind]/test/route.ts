import { z } from "zod";
import { KindInPath } from "#lib/endpoints/kinds";
import { route } from "#lib/http/route";
import { testUnsavedEndpoint } from "#lib/status/test-endpoint";

export const POST = route({
  permission: "endpoints:write",
  params: z.object({ kind: KindInPath }),
  handle: ({ ctx, params: { kind }, body }) => testUnsavedEndpoint(ctx, kind, body),
});
