import { z } from "zod";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { agedList, agedPage } from "#lib/inventory/aged-page";
import { vmTaskLog } from "#lib/vms/panel";

export const GET = route({
  permission: "inventory:read",
  summary: "The log of one task of a guest",
  answers: agedList(z.looseObject({})),
  params: IdParams.extend({ upid: z.string().transform(decodeURIComponent) }),
  handle: async ({ ctx, params }) => {
    const found = await vmTaskLog(ctx, params.id, params.upid);
    return agedPage(found, found.value);
  },
});
