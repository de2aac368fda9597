import type { Counts, DoctorReport } from "#lib/doctor/schema";
import { formatCount } from "#lib/format/count";
import type { Tone } from "../_ui/badge.tsx";

const badges: Record<DoctorReport["status"], { tone: Tone; word: string }> = {
  ok: { tone: "ok", word: "All is well" },
  warning: { tone: "warn", word: "With warnings" },
  failed: { tone: "bad", word: "Something failed" },
};

export const reportBadge = (status: DoctorReport["status"]): { tone: Tone; word: string } => badges[status];

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
