import { z } from "zod";
import { KindInPath } from "#lib/endpoints/kinds";
import { AnyEndpointInput } from "#lib/endpoints/schema";
import { route } from "#lib/http/route";
import { WireCheck } from "#lib/status/schema";
import { testUnsavedEndpoint } from "#lib/status/test-endpoint";

export const POST = route({
  permission: "endpoints:write",
  summary: "Try an endpoint as it is typed, before it is saved",
  accepts: AnyEndpointInput,
  answers: WireCheck,
  params: z.object({ kind: KindInPath }),
  handle: ({ ctx, params: { kind }, body }) => testUnsavedEndpoint(ctx, kind, body),
});
