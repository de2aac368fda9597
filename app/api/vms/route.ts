import { listResponse } from "#lib/http/list";
import { route } from "#lib/http/route";
import { listVms } from "#lib/vms/list";
import { VmListParams } from "#lib/vms/schema";

export const GET = route({
  permission: "inventory:read",
  query: VmListParams,
  handle: async (input) => listResponse(await listVms(input.ctx, input.query), input.query, input),
});
