import { z } from "zod";
import type { Ctx } from "../ctx.ts";
import { inBulk } from "../http/bulk.ts";
import { repeated } from "../http/query.ts";
import { parseInput } from "../parse-input.ts";
import { cancelJob } from "./cancel.ts";
import { runJobAgain } from "./run-again.ts";
import type { WireJob } from "./wire.ts";

/** Each is a sync of its own: more in one call would keep the caller waiting for longer than callers wait. */
export const MAX_JOBS = 200;

/** The same for several jobs: all of them or none. A form with nothing chosen sends no ids. */
export const JobsBulk = z.strictObject({
  action: z.enum(["cancel", "run"]),
  ids: repeated(z.coerce.number().int().positive())
    .transform((ids) => [...new Set(ids ?? [])])
    .pipe(z.array(z.number()).min(1, "choose at least one job").max(MAX_JOBS, `names more than ${MAX_JOBS} jobs`)),
});

const actions: Record<z.infer<typeof JobsBulk>["action"], (ctx: Ctx, jobId: number) => Promise<WireJob>> = {
  cancel: cancelJob,
  run: (ctx, jobId) => runJobAgain(ctx, jobId),
};

/** Cancels jobs, or runs them again; returns the jobs that were cancelled, or the new ones. */
export function changeJobs(ctx: Ctx, body: unknown): Promise<WireJob[]> {
  const { action, ids } = parseInput(JobsBulk, body);
  return inBulk(ctx, ids, actions[action]);
}
