import { z } from "zod";
import { addPluginRow } from "#lib/doctor/add-plugin-row";
import { runDoctor } from "#lib/doctor/run";
import { KindInPath } from "#lib/endpoints/kinds";
import { AppError } from "#lib/errors";
import { route } from "#lib/http/route";

/** The row of a Proxmox endpoint in the plugin of the NetBox that its backend writes to. */
export const POST = route({
  permission: "endpoints:push",
  summary: "Make the plugin's row of a Proxmox endpoint in NetBox, by which newer backends find it",
  params: z.object({ kind: KindInPath, id: z.coerce.number().int().positive() }),
  body: z.strictObject({}),
  answers: z.object({ id: z.number().int(), netbox_endpoint_id: z.number().int() }),
  status: 201,
  handle: async ({ ctx, params: { kind, id }, isNativeForm }) => {
    if (kind !== "proxmox") throw new AppError("not_found", "Only a Proxmox endpoint has a row in the plugin.");
    const row = await addPluginRow(ctx, id);
    // The page it goes back to shows what the doctor finds then.
    if (isNativeForm) await runDoctor(ctx);
    return row;
  },
  done: (_, { params: { id } }) => `/endpoints/proxmox/${id}`,
});
