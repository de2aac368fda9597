import { route } from "#lib/http/route";
import { listLiveJobs } from "#lib/jobs/live";

export const GET = route({
  permission: "jobs:read",
  handle: async ({ ctx }) => ({ results: await listLiveJobs(ctx) }),
});
