import { z } from "zod";
import { KindInPath } from "#lib/endpoints/kinds";
import { route } from "#lib/http/route";
import { readDrift } from "#lib/sync/drift";
import { Drift } from "#lib/sync/drift-schema";

export const GET = route({
  permission: "endpoints:read",
  summary: "Here against the backend, field by field; secrets only as set, differs or unknown",
  params: z.object({ kind: KindInPath, id: z.coerce.number().int().positive() }),
  answers: Drift,
  handle: ({ ctx, params: { kind, id } }) => readDrift(ctx, kind, id),
});
