import { z } from "zod";
import { WireJob } from "#lib/jobs/wire";
import { remoteConsole } from "./remote.ts";

export type SyncParams = { name: string; sync_types: string[]; proxmox_endpoint_ids: number[] };

/** Where a sync is asked for: this machine's database, or a console elsewhere. */
export type SyncTarget = {
  enqueue: (params: SyncParams) => Promise<WireJob>;
  read: (jobId: number) => Promise<WireJob>;
  hasWorker: () => Promise<boolean>;
};

const Status = z.object({ workers: z.array(z.object({ state: z.string() })) });

export function remoteTarget(url: string, token: string): SyncTarget {
  const call = remoteConsole(url, token);
  return {
    enqueue: (params) => call("/api/jobs", WireJob, { body: params }),
    read: (jobId) => call(`/api/jobs/${jobId}`, WireJob),
    hasWorker: async () => (await call("/api/status", Status)).workers.some((worker) => worker.state === "ready"),
  };
}
