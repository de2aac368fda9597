import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { agedList, agedPage } from "#lib/inventory/aged-page";
import { vmTasks } from "#lib/vms/panel";
import { VmTask } from "#lib/vms/panel-schema";

export const GET = route({
  permission: "inventory:read",
  summary: "Tasks of a guest, asked of its backend",
  params: IdParams,
  answers: agedList(VmTask),
  handle: async ({ ctx, params }) => {
    const found = await vmTasks(ctx, params.id);
    return agedPage(found, found.value);
  },
});
