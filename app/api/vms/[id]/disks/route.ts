import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { agedList, agedPage } from "#lib/inventory/aged-page";
import { vmConfig } from "#lib/vms/panel";
import { VmDisk } from "#lib/vms/panel-schema";

export const GET = route({
  permission: "inventory:read",
  summary: "Disks of a guest, as configured",
  params: IdParams,
  answers: agedList(VmDisk),
  handle: async ({ ctx, params }) => {
    const found = await vmConfig(ctx, params.id);
    return agedPage(found, found.value.disks);
  },
});
