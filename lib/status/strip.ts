/** A day of checks as a strip of slots. Pure and browser-safe. */
export const SLOT_MS = 30 * 60_000;
export const SLOTS = 48;

/** What was found in one slot; `failures` of `checks` failed. */
export type SlotFacts = {
  slot: number;
  checks: number;
  failures: number;
  latencyMs: number | null;
  detail: string | null;
};

export type StripSlot = Omit<SlotFacts, "slot"> & { from: Date; state: "good" | "mixed" | "bad" | "none" };

export type Strip = {
  slots: StripSlot[];
  checks: number;
  failures: number;
  /** Stretches of slots with failures, oldest first; `until` is the end of the last slot, null while it goes on. */
  outages: { from: Date; until: Date | null; detail: string | null }[];
};

/** The number of the slot that a moment is in, counted from the epoch so that a strip never shifts under its reader. */
export const slotOf = (at: Date): number => Math.floor(at.getTime() / SLOT_MS);

/** The slots of the 24 hours up to `now`, those without a check included. */
export function stripOf(facts: readonly SlotFacts[], now: Date): Strip {
  const last = slotOf(now);
  const known = new Map(facts.map((each) => [each.slot, each]));
  const slots = Array.from({ length: SLOTS }, (_, index): StripSlot => {
    const slot = last - SLOTS + 1 + index;
    const { checks, failures, latencyMs, detail } = known.get(slot) ?? none;
    const state = checks === 0 ? "none" : failures === 0 ? "good" : failures < checks ? "mixed" : "bad";
    return { from: new Date(slot * SLOT_MS), checks, failures, latencyMs, detail, state };
  });
  const sum = (of: "checks" | "failures") => slots.reduce((total, slot) => total + slot[of], 0);
  return { slots, checks: sum("checks"), failures: sum("failures"), outages: outagesOf(slots) };
}

const none = { checks: 0, failures: 0, latencyMs: null, detail: null };

function outagesOf(slots: readonly StripSlot[]): Strip["outages"] {
  const outages: Strip["outages"] = [];
  let open: Strip["outages"][number] | null = null;
  for (const slot of slots) {
    if (slot.failures === 0) {
      if (slot.checks > 0) open = null;
      continue;
    }
    const until = new Date(slot.from.getTime() + SLOT_MS);
    if (open) Object.assign(open, { until, detail: slot.detail ?? open.detail });
    else {
      open = { from: slot.from, until, detail: slot.detail };
      outages.push(open);
    }
  }
  if (open && slots.at(-1)?.state === "bad") open.until = null;
  return outages;
}

/** `99.3 %` of checks that succeeded; never rounded up to all of them. */
export function uptimeWords(strip: Pick<Strip, "checks" | "failures">): string {
  if (strip.checks === 0) return "no checks yet";
  if (strip.failures === 0) return "100 %";
  return `${(Math.floor((1 - strip.failures / strip.checks) * 1000) / 10).toFixed(1)} %`;
}
