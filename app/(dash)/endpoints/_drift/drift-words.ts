import type { DriftState } from "#lib/sync/drift-schema";
import type { Tone } from "#ui/badge";

export const driftWords: Record<DriftState, { tone: Tone; word: string; sentence: string }> = {
  in_backend: { tone: "ok", word: "In the backend", sentence: "The backend holds what is held here." },
  pending: { tone: "run", word: "Pending", sentence: "It was saved here and is still to be given to the backend." },
  refused: {
    tone: "bad",
    word: "Refused",
    sentence: "The backend did not take it. Mend the cause, then save or push.",
  },
  drifted: { tone: "warn", word: "Drifted", sentence: "The backend holds something else. Push makes it ours again." },
  missing: { tone: "warn", word: "Not in the backend", sentence: "The next sync or Push gives it to the backend." },
  unknown: { tone: "idle", word: "Unknown", sentence: "What the backend holds could not be read." },
  not_used: { tone: "idle", word: "Not used", sentence: "It is switched off, or there is no backend for it." },
};

const secretWords = { none: "none", set: "set", differs: "differs", unknown: "unknown" } as const;

/** A value of a field in a table; what is empty has a sign of its own. */
export function valueWords(value: string | number | boolean | null): string {
  if (value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return String(value);
}

export const secretWord = (state: keyof typeof secretWords): string => secretWords[state];

/** `verify_ssl` → `verify ssl`: the field's words. */
export const fieldWords = (field: string): string => field.replaceAll("_", " ");
