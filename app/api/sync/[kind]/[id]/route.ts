import { z } from "zod";
import { route } from "#lib/http/route";
import { WireJob } from "#lib/jobs/wire";
import { objectNouns } from "#lib/sync/object-ways";
import { syncObjectNow } from "#lib/sync/sync-selection";

export const POST = route({
  permission: "jobs:create",
  summary: "Sync one object of the inventory now",
  answers: WireJob,
  params: z.object({ kind: z.enum(objectNouns), id: z.coerce.number().int().positive() }),
  handle: ({ ctx, params: { kind, id } }) => syncObjectNow(ctx, kind, id),
  status: 202,
  done: (job: WireJob) => job.display_url,
});
