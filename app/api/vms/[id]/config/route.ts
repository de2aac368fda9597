import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { vmConfig } from "#lib/vms/panel";

export const GET = route({
  permission: "inventory:read",
  params: IdParams,
  handle: async ({ ctx, params }) => {
    const { value, ...age } = await vmConfig(ctx, params.id);
    return { config: value.values, ...age };
  },
});
