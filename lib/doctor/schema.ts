import { z } from "zod";
import { endpointKinds } from "../endpoints/schema.ts";

export const findingStatuses = ["ok", "warning", "failed", "skipped"] as const;
export type FindingStatus = (typeof findingStatuses)[number];

/** Whom a check is about: an endpoint, or the console itself. */
export const Subject = z.object({
  kind: z.enum(["console", ...endpointKinds]),
  endpoint_id: z.number().int().nullable(),
  name: z.string(),
});
export type Subject = z.infer<typeof Subject>;

/** What the console can do about it itself. */
export const Offer = z.object({ action: z.enum(["create-plugin-row", "push"]), label: z.string() });
export type Offer = z.infer<typeof Offer>;

export const Finding = z
  .object({
    /** Stable: `proxmox/3/plugin-row`. */
    id: z.string(),
    subject: Subject,
    title: z.string(),
    status: z.enum(findingStatuses),
    /** What is so, or why it was not checked. */
    cause: z.string(),
    remedy: z.string().nullable(),
    /** A command to copy that shows more, or mends it. */
    command: z.string().nullable(),
    offer: Offer.nullable(),
    /** It could not be checked for what failed before it, or for want of time: nothing says that it is well. */
    held_up: z.boolean().default(false),
    duration_ms: z.number(),
  })
  .meta({ id: "DoctorFinding" });
export type Finding = z.infer<typeof Finding>;

export const DoctorReport = z
  .object({
    ran_at: z.string(),
    duration_ms: z.number(),
    /** The worst of its findings. */
    status: z.enum(["ok", "warning", "failed"]),
    counts: z.object({ ok: z.number(), warning: z.number(), failed: z.number(), skipped: z.number() }),
    findings: z.array(Finding),
  })
  .meta({ id: "DoctorReport" });
export type DoctorReport = z.infer<typeof DoctorReport>;

export type Counts = DoctorReport["counts"];

export function countFindings(findings: readonly Finding[]): Counts {
  const counts: Counts = { ok: 0, warning: 0, failed: 0, skipped: 0 };
  for (const { status } of findings) counts[status] += 1;
  return counts;
}

export function worstOf(findings: readonly Finding[]): DoctorReport["status"] {
  const counts = countFindings(findings);
  return counts.failed > 0 ? "failed" : counts.warning > 0 ? "warning" : "ok";
}

/** The findings about one endpoint. */
export const findingsOf = (report: DoctorReport, kind: Subject["kind"], endpointId: number | null): Finding[] =>
  report.findings.filter(({ subject }) => subject.kind === kind && subject.endpoint_id === endpointId);
