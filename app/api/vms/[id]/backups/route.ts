import { z } from "zod";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { agedList, agedPage } from "#lib/inventory/aged-page";
import { vmBackups } from "#lib/vms/panel";
import { VmBackup } from "#lib/vms/panel-schema";

export const GET = route({
  permission: "inventory:read",
  summary: "Backups of a guest, asked of its backend",
  params: IdParams,
  answers: agedList(VmBackup).extend({ problems: z.array(z.string()) }),
  handle: async ({ ctx, params }) => {
    const found = await vmBackups(ctx, params.id);
    return { ...agedPage(found, found.value.backups), problems: found.value.problems };
  },
});
