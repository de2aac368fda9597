import type { PublicEndpoint } from "#lib/endpoints/schema";
import { formatRelative } from "#lib/format/moment";
import { type NoWorker, START_WORKER_COMMAND } from "#lib/jobs/waiting";
import type { WireJob } from "#lib/jobs/wire";
import { kindOfService, type WireCheck } from "#lib/status/schema";
import { noWorkerWords } from "../jobs/no-worker.ts";
import { endpointResult } from "./endpoint-result.ts";

export type HomeWarning = { key: string; tone: "warn" | "bad"; text: string; href: string; action: string };

export type HomeFacts = {
  proxmox: PublicEndpoint[];
  netbox: PublicEndpoint[];
  backends: PublicEndpoint[];
  /** The newest jobs, newest first. */
  jobs: WireJob[];
  checks: WireCheck[];
  workerCount: number;
  /** Set when a job waits for a worker that is not there. */
  noWorker: NoWorker | null;
  now: Date;
};

/** Does this job include that Proxmox endpoint? An empty list is every endpoint. */
export const includesEndpoint = (job: Pick<WireJob, "params">, id: number): boolean =>
  job.params.proxmox_endpoint_ids.length === 0 || job.params.proxmox_endpoint_ids.includes(id);

/** What is not well, the worst first. Each says where to mend it. */
export function homeWarnings(facts: HomeFacts): HomeWarning[] {
  const found: HomeWarning[] = [];
  const some = (list: PublicEndpoint[]) => list.some((endpoint) => endpoint.enabled);
  if (facts.workerCount === 0 || facts.noWorker) {
    found.push({
      key: "worker",
      tone: "bad",
      text: facts.noWorker ? noWorkerWords(facts.noWorker, facts.now) : NO_WORKER,
      href: "/jobs?status=pending",
      action: "See what waits",
    });
  }
  for (const endpoint of facts.proxmox.filter((each) => each.enabled)) {
    const last = facts.jobs.find((job) => job.completed_at !== null && includesEndpoint(job, endpoint.id));
    const outcome = last && endpointResult(last, endpoint.id).outcome;
    const check = facts.checks.find((each) => each.service === "proxmox" && each.endpoint_id === endpoint.id);
    if (check?.status === "error") found.push(unreachable(check, endpoint, { last, now: facts.now }));
    else if (last && (outcome === "failed" || outcome === "lost")) found.push(failed(endpoint, last));
  }
  for (const check of facts.checks.filter((each) => each.status === "error" && each.service !== "proxmox")) {
    found.push(unwell(check, check.service === "netbox" ? facts.netbox : facts.backends));
  }
  const missing = [
    [facts.backends, "backends", "No backend is enabled; nothing can be synced without one."],
    [facts.netbox, "netbox", "No NetBox endpoint is enabled; there is nowhere to write to."],
    [facts.proxmox, "proxmox", "No Proxmox endpoint is enabled; there is nothing to read."],
  ] as const;
  for (const [list, kind, text] of missing) {
    if (some(list)) continue;
    const isEmpty = list.length === 0;
    found.push({
      key: kind,
      tone: "warn",
      text,
      href: isEmpty ? `/endpoints/${kind}/new` : `/endpoints/${kind}`,
      action: isEmpty ? "Add one" : "Enable one",
    });
  }
  found.push(
    ...undecided(facts.backends, "backends", "backend"),
    ...undecided(facts.netbox, "netbox", "NetBox endpoint"),
  );
  return found;
}

/** Several are enabled and nobody chose: the first by id is used, which may surprise. */
function undecided(list: PublicEndpoint[], kind: string, word: string): HomeWarning[] {
  const enabled = list.filter((endpoint) => endpoint.enabled);
  if (enabled.length < 2 || enabled.some((endpoint) => endpoint.is_default === true)) return [];
  const text = `${enabled.length} ${word}s are enabled and none is the default; ${enabled[0]?.name} is used because it is the first.`;
  return [{ key: `default-${kind}`, tone: "warn", text, href: `/endpoints/${kind}`, action: "Choose one" }];
}

const NO_WORKER = `No worker runs, so no job starts. Start one with: ${START_WORKER_COMMAND}`;

function failed(endpoint: PublicEndpoint, job: WireJob): HomeWarning {
  return {
    key: `failed-${endpoint.id}`,
    tone: "bad",
    text: `The last sync of ${endpoint.name} failed: ${job.suggestion ?? job.error ?? "see its log"}`,
    href: job.display_url,
    action: `Open job ${job.id}`,
  };
}

/** What keeps the next sync from working says more than how the last one ended. */
function unreachable(
  check: WireCheck,
  endpoint: PublicEndpoint,
  { last, now }: { last: WireJob | undefined; now: Date },
): HomeWarning {
  const at = last?.completed_at ? ` Last synced ${formatRelative(new Date(last.completed_at), now)}.` : "";
  return { ...unwell(check, [endpoint]), text: `${endpoint.name}: ${check.detail}${at}` };
}

function unwell(check: WireCheck, endpoints: PublicEndpoint[]): HomeWarning {
  const name = endpoints.find((endpoint) => endpoint.id === check.endpoint_id)?.name ?? check.service;
  return {
    key: `check-${check.service}-${check.endpoint_id}`,
    tone: "bad",
    text: `${name}: ${check.detail}`,
    href: `/endpoints/${kindOfService[check.service]}/${check.endpoint_id}`,
    action: "See why",
  };
}
