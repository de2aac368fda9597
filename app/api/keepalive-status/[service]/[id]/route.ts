import { z } from "zod";
import { route } from "#lib/http/route";
import { getCheck } from "#lib/status/get";
import { ServiceInPath, WireCheck } from "#lib/status/schema";

export const GET = route({
  permission: "checks:read",
  summary: "The last known state of an endpoint; asks nobody",
  answers: WireCheck,
  params: z.object({ service: ServiceInPath, id: z.coerce.number().int().positive() }),
  handle: ({ ctx, params }) => getCheck(ctx, params.service, params.id),
});
