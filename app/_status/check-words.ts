import { formatMoment } from "#lib/format/moment";
import type { WireCheck } from "#lib/status/schema";
import type { Tone } from "../_ui/badge.tsx";

/** A check as a badge: colour, word and the sentence behind it. Browser-safe. */
export function checkWords(check: WireCheck, timeZone?: string): { tone: Tone; word: string; title: string } {
  const at = check.checked_at ? ` Checked ${formatMoment(new Date(check.checked_at), timeZone)}.` : "";
  const title = `${check.detail}${at}`;
  if (check.status === "disabled") return { tone: "idle", word: "Disabled", title };
  if (check.status === "unknown") return { tone: "idle", word: "Not checked yet", title };
  if (check.status === "error") return { tone: "bad", word: failureWord(check), title };
  if (check.served_by === "fallback") return { tone: "warn", word: "By fallback", title };
  if (check.warnings.length > 0) return { tone: "warn", word: "With warnings", title };
  return { tone: "ok", word: check.latency_ms === null ? "Reachable" : `${check.latency_ms} ms`, title };
}

function failureWord(check: WireCheck): string {
  if (check.reachable === false) return "Unreachable";
  if (check.authentication === "error") return "Sign-in refused";
  if (check.api_access === "error") return "API refused";
  return "Fails";
}
