import type { SeenRequest } from "#lib/simulator/recorder";
import type { Span } from "./spans.ts";

/** The backend notices a closed socket within this time; two streams side by side for longer are two owners. */
const TOLERANCE_MS = 60;
/** A frozen worker that goes on closes its stream within this time. */
const THAW_MS = 500;

/** No two streams for one Proxmox endpoint are open at once from two live owners. */
export function findOverlaps(requests: readonly SeenRequest[], pauses: readonly Span[], now: number): string[] {
  const streams = requests.filter((request) => request.side === "backend" && request.path.endsWith("/stream"));
  const byKey = Map.groupBy(streams, (request) => request.query.proxmox_endpoint_ids ?? "");
  const found: string[] = [];
  for (const [key, all] of byKey) {
    const sorted = all.toSorted((a, b) => a.openedAt - b.openedAt);
    for (const [index, later] of sorted.entries()) {
      for (const earlier of sorted.slice(0, index)) {
        const until = Math.min(earlier.closedAt ?? now, later.closedAt ?? now);
        const liveMs = uncovered(later.openedAt, until, pauses);
        if (liveMs <= TOLERANCE_MS) continue;
        found.push(
          `endpoint ${key}: ${earlier.path} and ${later.path} were open together for ${Math.round(liveMs)} ms`,
        );
      }
    }
  }
  return found;
}

/** How much of a span falls outside of all pauses. */
function uncovered(from: number, to: number, pauses: readonly Span[]): number {
  let at = from;
  let outside = 0;
  for (const pause of pauses.toSorted((a, b) => a.from - b.from)) {
    if (pause.to + THAW_MS <= at || pause.from >= to) continue;
    outside += Math.max(0, pause.from - at);
    at = Math.max(at, pause.to + THAW_MS);
  }
  return outside + Math.max(0, to - at);
}
