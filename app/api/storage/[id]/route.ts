import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { getStorage } from "#lib/storage/get";
import { Storage } from "#lib/storage/schema";

export const GET = route({
  permission: "inventory:read",
  summary: "One storage",
  params: IdParams,
  answers: Storage,
  handle: ({ ctx, params }) => getStorage(ctx, params.id),
});
