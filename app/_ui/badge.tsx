import { Ban, Check, Circle, CircleDashed, Clock, LoaderCircle, TriangleAlert, X } from "lucide-react";
import type { ComponentType } from "react";

export type Tone = "ok" | "warn" | "bad" | "run" | "idle";

const tones: Record<Tone, string> = {
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  run: "bg-run-soft text-run",
  idle: "bg-idle-soft text-idle",
};

export type Icon = ComponentType<{ size?: number; "aria-hidden"?: boolean }>;

const icons: Record<Tone, Icon> = { ok: Check, warn: TriangleAlert, bad: X, run: LoaderCircle, idle: Circle };

/** State is never colour alone: an icon and a word stand beside it. */
export function Badge({ tone, icon, children, title }: { tone: Tone; icon?: Icon; children: string; title?: string }) {
  const Mark = icon ?? icons[tone];
  return (
    <span
      title={title}
      className={`inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-full px-2 text-xs font-semibold ${tones[tone]}`}
    >
      <Mark size={12} aria-hidden />
      {children}
    </span>
  );
}

type JobState = { status: string; outcome: string | null; cancel_requested_at?: string | null };

const outcomes: Record<string, { tone: Tone; word: string; icon?: Icon }> = {
  ok: { tone: "ok", word: "Completed" },
  warnings: { tone: "warn", word: "With warnings" },
  failed: { tone: "bad", word: "Errored" },
  cancelled: { tone: "idle", word: "Cancelled", icon: Ban },
  skipped: { tone: "idle", word: "Skipped", icon: CircleDashed },
  lost: { tone: "bad", word: "Worker lost" },
};

/** Tone and word of a job's state, the same everywhere. */
export function jobState(job: JobState): { tone: Tone; word: string; icon?: Icon } {
  if (job.status === "running") return { tone: "run", word: job.cancel_requested_at ? "Cancelling…" : "Running" };
  if (job.status === "pending") return { tone: "idle", word: "Pending", icon: Clock };
  if (job.status === "scheduled") return { tone: "idle", word: "Scheduled", icon: Clock };
  return outcomes[job.outcome ?? ""] ?? { tone: "idle", word: job.status };
}

export function JobBadge({ job }: { job: JobState }) {
  const { tone, word, icon } = jobState(job);
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

export function EnabledBadge({ isOn }: { isOn: boolean }) {
  return <Badge tone={isOn ? "ok" : "idle"}>{isOn ? "Enabled" : "Disabled"}</Badge>;
}

const checkStates: Record<string, { tone: Tone; word: string }> = {
  success: { tone: "ok", word: "Reachable" },
  error: { tone: "bad", word: "Unreachable" },
  disabled: { tone: "idle", word: "Disabled" },
  unknown: { tone: "idle", word: "Not checked yet" },
};

export function CheckBadge({ status, title }: { status: string; title?: string }) {
  const { tone, word } = checkStates[status] ?? { tone: "idle" as const, word: status };
  return (
    <Badge tone={tone} title={title}>
      {word}
    </Badge>
  );
}
