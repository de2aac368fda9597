import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { agedList, agedPage } from "#lib/inventory/aged-page";
import { vmSnapshots } from "#lib/vms/panel";
import { VmSnapshot } from "#lib/vms/panel-schema";

export const GET = route({
  permission: "inventory:read",
  summary: "Snapshots of a guest, asked of its backend",
  params: IdParams,
  answers: agedList(VmSnapshot),
  handle: async ({ ctx, params }) => {
    const found = await vmSnapshots(ctx, params.id);
    return agedPage(found, found.value);
  },
});
