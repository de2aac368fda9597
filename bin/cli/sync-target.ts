import { z } from "zod";
import type { Ctx } from "#lib/ctx";
import { enqueueJob } from "#lib/jobs/enqueue";
import { getJob } from "#lib/jobs/get";
import { WireJob } from "#lib/jobs/wire";
import { listLiveWorkers } from "#lib/workers/live";
import { CliError, exitCodes } from "./exit.ts";

export type SyncParams = { name: string; sync_types: string[]; proxmox_endpoint_ids: number[] };

/** Where a sync is asked for: this machine's database, or a console elsewhere. */
export type SyncTarget = {
  enqueue: (params: SyncParams) => Promise<WireJob>;
  read: (jobId: number) => Promise<WireJob>;
  hasWorker: () => Promise<boolean>;
};

export const localTarget = (ctx: Ctx): SyncTarget => ({
  enqueue: (params) => enqueueJob(ctx, params),
  read: (jobId) => getJob(ctx, jobId),
  hasWorker: async () => (await listLiveWorkers(ctx.db)).some((worker) => worker.state === "ready"),
});

const REQUEST_TIMEOUT_MS = 30_000;
const Status = z.object({ workers: z.array(z.object({ state: z.string() })) });
const Problem = z.object({ detail: z.string().optional(), title: z.string().optional() });

/** `url` is the console's origin, `token` an API token of it. */
export function remoteTarget(url: string, token: string): SyncTarget {
  async function call<T>(path: string, schema: z.ZodType<T>, body?: unknown): Promise<T> {
    const response = await fetch(new URL(path, url), {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${token}`, accept: "application/json", "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      redirect: "manual",
    }).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CliError(`${url} cannot be reached: ${cause}`);
    });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      const problem = Problem.safeParse(answer).data;
      const message = problem?.detail ?? problem?.title ?? "it did not say why";
      throw new CliError(
        `${url} answered ${response.status}: ${message}`,
        response.status === 400 ? exitCodes.usage : exitCodes.failed,
      );
    }
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new CliError(`${url}${path} does not answer like a Proxbox Console.`);
    return parsed.data;
  }
  return {
    enqueue: (params) => call("/api/jobs", WireJob, params),
    read: (jobId) => call(`/api/jobs/${jobId}`, WireJob),
    hasWorker: async () => (await call("/api/status", Status)).workers.some((worker) => worker.state === "ready"),
  };
}
