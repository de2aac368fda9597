import { z } from "zod";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { foreignId } from "../http/query.ts";
import { parseInput } from "../parse-input.ts";
import { enqueueJob } from "./enqueue.ts";
import { getJob } from "./get.ts";
import { canRunAgain, JobInput, JobParams } from "./schema.ts";
import type { WireJob } from "./wire.ts";

const blank = (value: unknown) => (value === "" ? undefined : value);

/** What a form sends for a list: nothing, one text, several, or several in one text. */
const listed = (value: unknown): unknown[] | undefined =>
  value === undefined
    ? undefined
    : [value]
        .flat()
        .flatMap((item) => (typeof item === "string" ? item.split(/[\s,]+/) : [item]))
        .filter((item) => item !== "");

const ids = (id: z.ZodType<number>) => z.preprocess(listed, z.array(id).max(1000).optional());

/** What another run does differently; what is not named stays. No stage chosen means all of them. */
export const RunChanges = z.strictObject({
  name: z.preprocess(blank, JobInput.shape.name),
  sync_types: z.preprocess((value) => {
    const chosen = listed(value);
    return chosen?.length === 0 ? ["all"] : chosen;
  }, JobParams.shape.sync_types.optional()),
  proxmox_endpoint_ids: ids(z.coerce.number().int().positive()),
  netbox_vm_ids: ids(foreignId),
  mode: z.preprocess(blank, JobParams.shape.mode.optional()),
  on_conflict: z.preprocess(blank, JobParams.shape.on_conflict.optional()),
});

/** "Run now": a new job with the same parameters, or with some of them changed. Only a job that has ended can be run again. */
export async function runJobAgain(ctx: Ctx, jobId: number, changes: unknown = {}): Promise<WireJob> {
  const job = await getJob(ctx, jobId);
  assertEnded(job);
  const changed = Object.entries(parseInput(RunChanges, changes)).filter(([, value]) => value !== undefined);
  const { only_steps: _, ...params } = job.params;
  return enqueueJob(ctx, { ...params, name: job.name, ...Object.fromEntries(changed) }, { parentJobId: job.id });
}

export function assertEnded(job: WireJob): void {
  if (canRunAgain(job.status)) return;
  const remedy = job.status === "scheduled" ? "use Start now instead" : "cancel it first, or wait until it has ended";
  throw new AppError("conflict", `Job ${job.id} is ${job.status}; ${remedy}.`);
}
