import { formatCount } from "#lib/format/count";
import { formatRelative } from "#lib/format/moment";
import type { Card } from "#lib/inventory/schema";
import type { WireJob } from "#lib/jobs/wire";
import type { WireSchedule } from "#lib/schedules/wire";
import { endpointResult } from "./endpoint-result.ts";
import { type HomeFacts, type HomeWarning, includesEndpoint } from "./home-warnings.ts";

export type Verdict = { tone: "ok" | "run" | "warn" | "bad" | "idle"; word: string; sentence: string };

/** What a card says before anybody could know better, and of what was switched off. */
const mild = ["disabled", "never_read"];

/** Is all well, and what runs: the answer of the home page in a badge and a sentence. */
export function homeVerdict(
  facts: Pick<HomeFacts, "proxmox" | "jobs" | "now"> & {
    live: WireJob[];
    schedules: WireSchedule[];
    cards: Pick<Card, "warnings">[];
  },
  warnings: readonly HomeWarning[],
): Verdict {
  const sentence = [lastWords(facts), nextWords(facts)].filter((part) => part !== null).join(" ");
  const bad = warnings.filter((warning) => warning.tone === "bad").length;
  const running = facts.live.filter((job) => job.status === "running").length;
  if (bad > 0) return { tone: "bad", word: formatCount(bad, "problem"), sentence };
  const onCards = facts.cards.flatMap((card) => card.warnings.filter(({ code }) => !mild.includes(code)));
  if (onCards[0] && warnings.length === 0) {
    const more = onCards.length > 1 ? `, and ${onCards.length - 1} more` : "";
    const words = `${onCards[0].message.replace(/[.]$/, "")}${more}.`;
    return { tone: "warn", word: formatCount(onCards.length, "warning"), sentence: `${words} ${sentence}` };
  }
  if (warnings.length > 0)
    return { tone: "warn", word: `${formatCount(warnings.length, "thing")} to look at`, sentence };
  if (running > 0) return { tone: "run", word: `${formatCount(running, "sync")} running`, sentence };
  const hurt = facts.proxmox.filter(
    (endpoint) => endpoint.enabled && lastOutcome(facts.jobs, endpoint.id) === "warnings",
  );
  if (hurt.length > 0) {
    const names =
      hurt.length > 2 ? formatCount(hurt.length, "endpoint") : hurt.map((endpoint) => endpoint.name).join(" and ");
    return {
      tone: "warn",
      word: "Synced with warnings",
      sentence: `The last sync of ${names} left something out. ${sentence}`,
    };
  }
  if (!facts.jobs.some((job) => job.completed_at !== null))
    return { tone: "idle", word: "Nothing synced yet", sentence };
  return { tone: "ok", word: "All is well", sentence };
}

function lastOutcome(jobs: readonly WireJob[], endpointId: number): WireJob["outcome"] {
  const last = jobs.find((job) => job.completed_at !== null && includesEndpoint(job, endpointId));
  return last ? endpointResult(last, endpointId).outcome : null;
}

function lastWords({ jobs, now }: { jobs: readonly WireJob[]; now: Date }): string | null {
  const last = jobs.find((job) => job.completed_at !== null);
  return last?.completed_at ? `Last sync ended ${formatRelative(new Date(last.completed_at), now)}.` : null;
}

/** The scheduled run that comes first. */
function nextWords({ schedules, now }: { schedules: WireSchedule[]; now: Date }): string | null {
  const coming = schedules
    .filter((schedule) => schedule.enabled && schedule.next_run_at !== null)
    .sort((a, b) => Date.parse(a.next_run_at ?? "") - Date.parse(b.next_run_at ?? ""));
  const [next] = coming;
  if (!next?.next_run_at) return "No sync is scheduled.";
  return `Next: ${next.name} ${formatRelative(new Date(next.next_run_at), now)}.`;
}
