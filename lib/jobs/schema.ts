import { z } from "zod";
import { MomentInput } from "../format/moment-input.ts";
import { foreignIdInJson } from "../http/query.ts";
import { syncTypes } from "../sync/stages.ts";

export const jobStatuses = ["pending", "scheduled", "running", "completed", "errored", "failed"] as const;
export const JobStatus = z.enum(jobStatuses);
export type JobStatus = z.infer<typeof JobStatus>;

export const jobOutcomes = ["ok", "warnings", "failed", "cancelled", "skipped", "lost"] as const;
export const JobOutcome = z.enum(jobOutcomes);
export type JobOutcome = z.infer<typeof JobOutcome>;

/** How a job that somebody cancelled has ended. */
export const CANCELLED = { error: "Cancelled by user.", errorCode: "Cancelled" } as const;

export const terminalStatuses: readonly JobStatus[] = ["completed", "errored", "failed"];
export const cancellableStatuses: readonly JobStatus[] = ["pending", "scheduled", "running"];

export const isTerminal = (status: JobStatus): boolean => terminalStatuses.includes(status);
export const canCancel = (status: JobStatus): boolean => cancellableStatuses.includes(status);
export const canRunAgain = isTerminal;

export const jobModes = ["stages", "full-update", "json"] as const;

const ids = z.array(z.number().int().positive()).max(100);

/** What a job does. An empty endpoint list means every enabled Proxmox endpoint, resolved when the job is claimed. */
export const JobParams = z.strictObject({
  sync_types: z
    .array(z.enum(["all", ...syncTypes]))
    .min(1)
    .default(["all"])
    .refine((types) => types.length === 1 || !types.includes("all"), '"all" cannot be combined with other sync types'),
  proxmox_endpoint_ids: ids.default([]),
  netbox_endpoint_ids: ids.max(1).default([]),
  netbox_vm_ids: z.array(foreignIdInJson).max(1000).default([]),
  backend_id: z.number().int().positive().nullable().default(null),
  mode: z.enum(jobModes).default("stages"),
  on_conflict: z.enum(["skip", "queue"]).default("skip"),
  transport: z.enum(["sse", "websocket"]).default("sse"),
  /** Set by "Retry from stage N" and "Retry failed only": only these steps run. */
  only_steps: z
    .array(z.strictObject({ sync_type: z.enum(syncTypes), proxmox_endpoint_id: z.number().int() }))
    .optional(),
});
export type JobParams = z.infer<typeof JobParams>;

export const JobInput = z.strictObject({
  ...JobParams.shape,
  name: z.string().trim().min(1).max(120).optional(),
  scheduled_at: MomentInput.optional(),
});
export type JobInput = z.infer<typeof JobInput>;

export type StageStatus = "pending" | "running" | "completed" | "warning" | "failed" | "skipped";

/** How a job or a step ended badly: a code for programs, a sentence for people, the backend's suggestion first. */
export type JobFailure = { code: string; message: string; suggestion: string | null };

/** Proof that this worker owns the job; every write names it. */
export type Lease = { jobId: number; leaseId: string; workerId: number; attempt: number; fence: number };
