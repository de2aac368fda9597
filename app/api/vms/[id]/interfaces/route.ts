import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { agedList, agedPage } from "#lib/inventory/aged-page";
import { vmConfig } from "#lib/vms/panel";
import { VmInterface } from "#lib/vms/panel-schema";

export const GET = route({
  permission: "inventory:read",
  summary: "Network interfaces of a guest, as configured",
  params: IdParams,
  answers: agedList(VmInterface),
  handle: async ({ ctx, params }) => {
    const found = await vmConfig(ctx, params.id);
    return agedPage(found, found.value.interfaces);
  },
});
