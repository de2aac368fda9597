import { listResponse } from "#lib/http/list";
import { route } from "#lib/http/route";
import { listStorage } from "#lib/storage/list";
import { StorageListParams } from "#lib/storage/schema";

export const GET = route({
  permission: "inventory:read",
  query: StorageListParams,
  handle: async (input) => listResponse(await listStorage(input.ctx, input.query), input.query, input),
});
