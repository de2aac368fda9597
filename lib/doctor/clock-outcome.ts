import type { Outcome } from "./run-checks.ts";
import { skipped } from "./run-checks.ts";

const WARN_FROM_MS = 30_000;
const FAIL_FROM_MS = 5 * 60_000;

/** What a difference between two clocks means; `skewMs` is theirs minus ours, null when they did not tell. */
export function clockOutcome(skewMs: number | null): Outcome {
  if (skewMs === null) return skipped("Its answers carry no date to compare with.");
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const cause =
    seconds < 2 ? "Its clock and ours agree." : `Its clock is ${seconds} s ${skewMs > 0 ? "ahead of" : "behind"} ours.`;
  if (Math.abs(skewMs) < WARN_FROM_MS) return { status: "ok", cause };
  return {
    status: Math.abs(skewMs) < FAIL_FROM_MS ? "warning" : "failed",
    cause,
    remedy:
      "Turn on time synchronisation on both machines: certificates, tickets and the times of log lines depend on it.",
    command: "timedatectl status",
  };
}
