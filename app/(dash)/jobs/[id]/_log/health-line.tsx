import { formatDuration } from "#lib/format/duration";
import { Badge, type Tone } from "#ui/badge";
import type { JobSnapshot } from "./job-store.ts";

/** The viewer says how it stands with the server itself: never guess whether a log is still alive. */
export function HealthLine({
  snapshot,
  nowMs,
  lastFrameAt,
}: {
  snapshot: JobSnapshot;
  nowMs: number;
  lastFrameAt: string | null;
}) {
  const { tone, word, sentence } = health(snapshot, nowMs, lastFrameAt);
  const isConnecting = snapshot.link === "connecting";
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-2">
      <span className={isConnecting ? "needs-js" : undefined}>
        <Badge tone={tone}>{word}</Badge>
      </span>
      {isConnecting && (
        <noscript>
          <Badge tone="run">Reloads itself</Badge>
        </noscript>
      )}
      <span className="text-muted">{sentence}</span>
    </p>
  );
}

const QUIET_MS = 10_000;
const lines = (count: number): string =>
  `${count.toLocaleString("en-US").replaceAll(",", " ")} ${count === 1 ? "line" : "lines"}`;

export function health(
  { link, lastSeq, lagMs, behind }: JobSnapshot,
  nowMs: number,
  lastFrameAt: string | null,
): { tone: Tone; word: string; sentence: string } {
  switch (link) {
    case "ended":
      return { tone: "ok", word: "Complete", sentence: lines(lastSeq) };
    case "refused":
      return { tone: "bad", word: "Signed out", sentence: "Sign in again to follow this job." };
    case "connecting":
      return { tone: "idle", word: "Connecting", sentence: lines(lastSeq) };
    case "reconnecting":
      return {
        tone: "warn",
        word: "Reconnecting",
        sentence: behind
          ? `${lines(behind)} behind; nothing is lost, they follow`
          : `line ${lastSeq}; nothing is lost, the rest follows`,
      };
    case "live": {
      const quietMs = lastFrameAt ? nowMs - Date.parse(lastFrameAt) : 0;
      if (quietMs > QUIET_MS) {
        return {
          tone: "run",
          word: "Live",
          sentence: `line ${lastSeq} · still running, last line ${formatDuration(quietMs)} ago`,
        };
      }
      return {
        tone: "run",
        word: "Live",
        sentence: `line ${lastSeq}${lagMs === null ? "" : ` · ${lagMs} ms behind the worker`}`,
      };
    }
  }
}
