import { formatCount } from "#lib/format/count";
import { formatClock, formatMoment, zoneName } from "#lib/format/moment";
import { requestZone } from "#lib/format/request-zone";
import { SLOTS, type Strip, type StripSlot, uptimeWords } from "#lib/status/strip";

type State = StripSlot["state"];

/** Height says what colour says: a failure is tall, what nobody looked at is a stub. */
const looks: Record<State, { className: string; height: number }> = {
  good: { className: "fill-ok", height: 12 },
  mixed: { className: "fill-warn", height: 17 },
  bad: { className: "fill-bad", height: 20 },
  none: { className: "fill-line-strong", height: 2 },
};
const states = ["none", "good", "mixed", "bad"] as const;
const HEIGHT = 20;
/** Of a slot in the units of the drawing, which is stretched to the width of its place. */
const WIDTH = 10;

/** The last 24 hours of checks as a strip; one text says the same. A list shows many: bars of one look are one path. */
export function CheckStrip({ strip, name }: { strip: Strip; name: string }) {
  const timeZone = requestZone();
  return (
    <svg
      role="img"
      aria-label={`${name}: ${stripWords(strip, timeZone)}`}
      viewBox={`0 0 ${SLOTS * WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-5 w-full min-w-36"
    >
      {states.map((state) => (
        <path key={state} d={barsOf(strip, state)} className={looks[state].className} />
      ))}
      {strip.slots.map((slot, index) => (
        <rect key={slot.from.getTime()} x={index * WIDTH} width={WIDTH} height={HEIGHT} fill="transparent">
          <title>{slotWords(slot, timeZone)}</title>
        </rect>
      ))}
    </svg>
  );
}

function barsOf({ slots }: Strip, state: State): string {
  const { height } = looks[state];
  const bar = (index: number) => `M${index * WIDTH + 1} ${HEIGHT}v-${height}h${WIDTH - 2}v${height}z`;
  return slots.map((slot, index) => (slot.state === state ? bar(index) : "")).join("");
}

/** The strip with its axis, how much of the day was well, and each outage in a sentence. */
export function CheckDay({ strip, name }: { strip: Strip; name: string }) {
  return (
    <section aria-label="Last 24 hours" className="border-t border-line px-3.5 py-3">
      <p className="mb-1.5 flex gap-2">
        <span className="font-semibold">Last 24 hours</span>
        <span className="ml-auto text-muted">
          {uptimeWords(strip)}
          {strip.checks > 0 && ` of ${formatCount(strip.checks, "check")}`}
        </span>
      </p>
      <CheckStrip strip={strip} name={name} />
      <p className="mt-0.5 flex justify-between text-xs text-muted" aria-hidden="true">
        <span>24 h ago</span>
        <span>12 h</span>
        <span>now</span>
      </p>
      <Outages outages={strip.outages} />
    </section>
  );
}

const SHOWN_OUTAGES = 3;

function Outages({ outages }: { outages: Strip["outages"] }) {
  if (outages.length === 0) return null;
  const earlier = outages.length - SHOWN_OUTAGES;
  return (
    <ul className="mt-2 grid gap-0.5">
      {outages
        .slice(-SHOWN_OUTAGES)
        .reverse()
        .map((outage) => (
          <li key={outage.from.getTime()} className="break-words">
            <span className="text-muted">{outageTime(outage, requestZone())}</span> {outage.detail}
          </li>
        ))}
      {earlier > 0 && <li className="text-muted">and {earlier} earlier</li>}
    </ul>
  );
}

/** "07:30–08:30 CET". Where the clocks changed in between, each end has its own zone. */
function outageTime({ from, until }: Strip["outages"][number], timeZone: string): string {
  const clock = (at: Date) => formatClock(at, timeZone).slice(0, 5);
  const zone = zoneName(from, timeZone);
  if (!until) return `since about ${clock(from)} ${zone}`;
  const untilZone = zoneName(until, timeZone);
  return `${clock(from)}${zone === untilZone ? "" : ` ${zone}`}–${clock(until)} ${untilZone}`;
}

function slotWords(slot: StripSlot, timeZone: string): string {
  const at = formatMoment(slot.from, timeZone).replace(/:\d\d /, " ");
  if (slot.state === "none") return `${at}: no check`;
  if (slot.state === "good") return `${at}: well${slot.latencyMs === null ? "" : `, ${slot.latencyMs} ms`}`;
  return `${at}: ${slot.failures} of ${slot.checks} checks failed. ${slot.detail ?? ""}`;
}

/** "last 24 hours: 99.3 % of 288 checks were well, failures 07:30–08:30 UTC". */
export function stripWords(strip: Strip, timeZone = requestZone()): string {
  if (strip.checks === 0) return "last 24 hours: no checks yet";
  const failures = strip.outages.map((outage) => outageTime(outage, timeZone)).join(", ");
  return `last 24 hours: ${uptimeWords(strip)} of ${strip.checks} checks were well${failures && `, failures ${failures}`}`;
}
