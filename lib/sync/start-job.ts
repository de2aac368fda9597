import type { Db } from "#db/client";
import { backendForSync, netboxForSync, proxmoxForSync, proxmoxOfBackend } from "../endpoints/for-sync.ts";
import { claimJob } from "../jobs/claim.ts";
import { findPendingJob, type PendingJob } from "../jobs/pending.ts";
import type { Lease } from "../jobs/schema.ts";
import { usedTimeMs } from "../jobs/used-time.ts";
import { readSettings } from "../settings/read.ts";
import type { Settings } from "../settings/schema.ts";
import { systemClock } from "../time.ts";
import type { PreflightInput } from "./preflight.ts";

export type StartedJob = {
  job: PendingJob;
  lease: Lease;
  settings: Settings;
  /** When the claim began, by the monotonic clock. */
  claimedAtMs: number;
  /** What earlier attempts used of the job's time. */
  usedMs: number;
};

/** Claims a job that was delivered, with the endpoints it touches as keys. Null: nothing to do. */
export async function startJob(db: Db, jobId: number, workerId: number): Promise<StartedJob | null> {
  const job = await findPendingJob(db, jobId);
  if (!job) return null;
  const settings = await readSettings(db);
  const backendId = job.backendId ?? 0;
  const wanted = job.params.proxmox_endpoint_ids;
  const endpoints = (await proxmoxOfBackend(db, backendId)).filter((row) =>
    wanted.length > 0 ? wanted.includes(row.id) : row.enabled,
  );
  const claimedAtMs = systemClock.monotonicMs();
  const lease = await claimJob(db, {
    jobId,
    workerId,
    backendId,
    keys: endpoints.map((endpoint) => endpointKey(backendId, endpoint)),
    maxParallel: settings.max_parallel_jobs_per_backend,
    onConflict: job.params.on_conflict,
  });
  return lease && { job, lease, settings, claimedAtMs, usedMs: await usedTimeMs(db, jobId) };
}

/** What the job works with, secrets opened; null when its backend was deleted or disabled since. Throws when a key is lost. */
export async function loadWork(db: Db, job: PendingJob): Promise<PreflightInput | null> {
  const backend = await backendForSync(db, job.backendId);
  if (!backend?.enabled) return null;
  const endpoints = await proxmoxForSync(db, backend, job.params.proxmox_endpoint_ids);
  return { backend, netbox: await netboxForSync(db, backend.netboxEndpointId), endpoints };
}

type Address = { domain: string | null; ipAddress: string | null; port: number };

/** The identity of an endpoint on a backend, in normal form: two names for one place are one key. */
export function endpointKey(backendId: number, endpoint: Address): string {
  const host = (endpoint.domain ?? endpoint.ipAddress ?? "").toLowerCase().replace(/\.$/, "");
  return `backend:${backendId}/${host}:${endpoint.port}`;
}
