import type { Ctx } from "../ctx.ts";
import { listJobs } from "./list.ts";
import type { WireJob } from "./wire.ts";

const MAX_LIVE = 20;

/** What the home panel shows: running jobs first, then waiting ones, oldest first. */
export async function listLiveJobs(ctx: Ctx): Promise<WireJob[]> {
  const { results } = await listJobs(ctx, { statuses: ["running", "pending"], limit: MAX_LIVE, descending: false });
  return [...results].sort((a, b) => Number(b.status === "running") - Number(a.status === "running") || a.id - b.id);
}
