import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { agedPage } from "#lib/inventory/aged-page";
import { vmBackups } from "#lib/vms/panel";

export const GET = route({
  permission: "inventory:read",
  params: IdParams,
  handle: async ({ ctx, params }) => {
    const found = await vmBackups(ctx, params.id);
    return { ...agedPage(found, found.value.backups), problems: found.value.problems };
  },
});
