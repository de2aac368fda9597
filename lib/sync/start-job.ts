import type { Db } from "#db/client";
import { backendForSync, netboxForSync, type ProxmoxForSync, proxmoxForSync } from "../endpoints/for-sync.ts";
import { claimJob } from "../jobs/claim.ts";
import { findPendingJob, type PendingJob } from "../jobs/pending.ts";
import type { Lease } from "../jobs/schema.ts";
import { readSettings } from "../settings/read.ts";
import type { Settings } from "../settings/schema.ts";
import type { PreflightInput } from "./preflight.ts";

export type StartedJob = {
  job: PendingJob;
  lease: Lease;
  settings: Settings;
  /** Null when the backend was deleted or disabled since the job was made. */
  work: PreflightInput | null;
};

/** Claims a job that was delivered, with the endpoints it touches as keys. Null: nothing to do. */
export async function startJob(db: Db, jobId: number, workerId: number): Promise<StartedJob | null> {
  const job = await findPendingJob(db, jobId);
  if (!job) return null;
  const settings = await readSettings(db);
  const backend = await backendForSync(db, job.backendId);
  const endpoints = backend?.enabled ? await proxmoxForSync(db, backend, job.params.proxmox_endpoint_ids) : [];
  const lease = await claimJob(db, {
    jobId,
    workerId,
    backendId: job.backendId ?? 0,
    keys: endpoints.map((endpoint) => endpointKey(job.backendId ?? 0, endpoint)),
    maxParallel: settings.max_parallel_jobs_per_backend,
    onConflict: job.params.on_conflict,
  });
  if (!lease) return null;
  const netbox = backend && (await netboxForSync(db, backend.netboxEndpointId));
  return { job, lease, settings, work: backend?.enabled ? { backend, netbox, endpoints } : null };
}

/** The identity of an endpoint on a backend, in normal form: two names for one place are one key. */
export function endpointKey(
  backendId: number,
  endpoint: Pick<ProxmoxForSync, "domain" | "ipAddress" | "port">,
): string {
  const host = (endpoint.domain ?? endpoint.ipAddress ?? "").toLowerCase().replace(/\.$/, "");
  return `backend:${backendId}/${host}:${endpoint.port}`;
}
