import { z } from "zod";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { agedPage } from "#lib/inventory/aged-page";
import { vmTaskLog } from "#lib/vms/panel";

/** `UPID:<node>:<pid>:<start>:<time>:<type>:<id>:<user>:` */
const Upid = z.string().regex(/^UPID:[\w.:@!/+-]{1,300}$/);

export const GET = route({
  permission: "inventory:read",
  params: IdParams.extend({ upid: z.preprocess((text) => decodeURIComponent(String(text)), Upid) }),
  handle: async ({ ctx, params }) => {
    const found = await vmTaskLog(ctx, params.id, params.upid);
    return agedPage(found, found.value);
  },
});
