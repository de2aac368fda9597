import { type Counts, type DoctorReport, type Finding, worstOf } from "#lib/doctor/schema";
import { formatCount } from "#lib/format/count";
import type { Tone } from "../_ui/badge.tsx";

const badges: Record<DoctorReport["status"], { tone: Tone; word: string }> = {
  ok: { tone: "ok", word: "All is well" },
  warning: { tone: "warn", word: "With warnings" },
  failed: { tone: "bad", word: "Something failed" },
};

const NOT_ALL = { tone: "idle", word: "Not all checked" } as const;

/** The worst of some findings; what was held up by others is not called well. */
export function reportBadge(findings: readonly Finding[]): { tone: Tone; word: string } {
  const worst = worstOf(findings);
  return worst === "ok" && findings.some((finding) => finding.held_up) ? NOT_ALL : badges[worst];
}

/** `1 failed, 2 warnings, 30 fine, 4 not checked`; what there is none of is left out. */
export function countWords({ failed, warning, ok, skipped }: Counts): string {
  const parts = [
    failed > 0 ? `${failed} failed` : "",
    warning > 0 ? formatCount(warning, "warning", "warnings") : "",
    ok > 0 ? `${ok} fine` : "",
    skipped > 0 ? `${skipped} not checked` : "",
  ];
  return parts.filter(Boolean).join(", ");
}
