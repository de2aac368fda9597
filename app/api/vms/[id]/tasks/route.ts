import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { agedPage } from "#lib/inventory/aged-page";
import { vmTasks } from "#lib/vms/panel";

export const GET = route({
  permission: "inventory:read",
  params: IdParams,
  handle: async ({ ctx, params }) => {
    const found = await vmTasks(ctx, params.id);
    return agedPage(found, found.value);
  },
});
