import { z } from "zod";
import { route } from "#lib/http/route";
import { WireJob } from "#lib/jobs/wire";
import { objectNouns } from "#lib/sync/object-ways";
import { syncSelection } from "#lib/sync/sync-selection";

const MAX_SELECTED = 1000;

const Selection = z.strictObject({
  ids: z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z
      .array(z.coerce.number().int().positive(), "choose at least one row")
      .min(1, "choose at least one row")
      .max(MAX_SELECTED, `are more than ${MAX_SELECTED}; choose fewer`),
  ),
});

export const POST = route({
  permission: "jobs:create",
  summary: "Sync Now for a selection of the inventory: one small job for each endpoint and kind of work",
  params: z.object({ kind: z.enum(objectNouns) }),
  body: Selection,
  answers: z.object({ results: z.array(WireJob) }),
  handle: async ({ ctx, params, body }) => ({ results: await syncSelection(ctx, params.kind, body.ids) }),
  status: 202,
  done: ({ results: [job, ...more] }: { results: WireJob[] }) => (job && more.length === 0 ? job.display_url : "/jobs"),
});
