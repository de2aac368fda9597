import { z } from "zod";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { withAge } from "#lib/inventory/aged-page";
import { vmConfig } from "#lib/vms/panel";

export const GET = route({
  permission: "inventory:read",
  summary: "Configuration of a guest, asked of its backend; secrets masked",
  params: IdParams,
  answers: withAge({ config: z.record(z.string(), z.unknown()) }),
  handle: async ({ ctx, params }) => {
    const { value, ...age } = await vmConfig(ctx, params.id);
    return { config: value.values, ...age };
  },
});
