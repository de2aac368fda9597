import type { Ctx } from "../ctx.ts";
import { lastReport } from "../doctor/get.ts";
import { type Finding, findingsOf, worstOf } from "../doctor/schema.ts";
import { listEndpoints } from "../endpoints/list.ts";
import type { EndpointKind, PublicEndpoint } from "../endpoints/schema.ts";
import { listJobs } from "../jobs/list.ts";
import type { WireJob } from "../jobs/wire.ts";

/** In the order in which they are asked for. */
export const setupKinds = ["backends", "netbox", "proxmox"] as const satisfies readonly EndpointKind[];
export type SetupKind = (typeof setupKinds)[number];

export type StepState = "missing" | "untested" | "failed" | "warning" | "ok";

export type SetupStep = {
  kind: SetupKind;
  state: StepState;
  /** The one that a sync would use: the default, else the first that is enabled. */
  endpoint: PublicEndpoint | null;
  /** How many there are, disabled ones too. */
  count: number;
  findings: Finding[];
};

export type SetupProgress = {
  steps: SetupStep[];
  /** The first step that is not done; null when only the first sync is left, or nothing. */
  next: SetupKind | null;
  /** What the doctor found wrong with the console itself that a first sync would wait for. */
  worker: Finding | null;
  /** The newest sync, if there was any. */
  job: WireJob | null;
};

/** How far the set-up is, from the rows alone: it can be left and taken up again by anybody. */
export async function readSetup(ctx: Ctx): Promise<SetupProgress> {
  const [report, jobs, ...lists] = await Promise.all([
    lastReport(ctx),
    listJobs(ctx, { limit: 1 }),
    ...setupKinds.map((kind) => listEndpoints(ctx, kind)),
  ]);
  const steps = setupKinds.map((kind, index): SetupStep => {
    const list = lists[index] ?? [];
    const endpoint = usedOf(list);
    const findings = endpoint && report ? findingsOf(report, kind, endpoint.id) : [];
    return { kind, endpoint, count: list.length, findings, state: stateOf(endpoint, findings) };
  });
  const worker = report?.findings.find(({ id, status }) => id === "console/worker" && status === "failed") ?? null;
  return { steps, worker, next: steps.find(({ state }) => !isDone(state))?.kind ?? null, job: jobs.results[0] ?? null };
}

export const isDone = (state: StepState): boolean => state === "ok" || state === "warning";

export function usedOf(list: readonly PublicEndpoint[]): PublicEndpoint | null {
  const enabled = list.filter((endpoint) => endpoint.enabled);
  return enabled.find((endpoint) => endpoint.is_default === true) ?? enabled[0] ?? null;
}

export function stateOf(endpoint: PublicEndpoint | null, findings: readonly Finding[]): StepState {
  if (!endpoint) return "missing";
  return findings.length === 0 ? "untested" : worstOf(findings);
}
