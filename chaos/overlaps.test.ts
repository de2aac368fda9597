import { describe, expect, it } from "vitest";
import type { SeenRequest } from "#lib/simulator/recorder";
import { findOverlaps } from "./overlaps.ts";
import { planRound } from "./plan.ts";

const stream = (endpoint: number, openedAt: number, closedAt: number | null) =>
  ({
    side: "backend",
    path: "/dcim/devices/create/stream",
    query: { proxmox_endpoint_ids: String(endpoint) },
    openedAt,
    closedAt,
  }) as unknown as SeenRequest; // safe because only these fields are read

describe("two owners", () => {
  it("are seen when two streams of one endpoint are open together, also when one never closed", () => {
    expect(findOverlaps([stream(1, 0, 500), stream(1, 300, 900)], [], 1_000)).toEqual([
      expect.stringContaining("open together for 200 ms"),
    ]);
    expect(findOverlaps([stream(1, 0, null), stream(1, 300, 900)], [], 1_000)).toHaveLength(1);
  });

  it("are not seen in streams one after the other, or of different endpoints", () => {
    expect(findOverlaps([stream(1, 0, 310), stream(1, 300, 900), stream(2, 0, 900)], [], 1_000)).toEqual([]);
  });

  it("are not seen while a worker was frozen, but are when it kept its stream afterwards", () => {
    const pauses = [{ from: 100, to: 600 }];
    expect(findOverlaps([stream(1, 0, 700), stream(1, 300, 900)], pauses, 1_000)).toEqual([]);
    expect(findOverlaps([stream(1, 0, 2_000), stream(1, 300, 2_000)], pauses, 3_000)).toHaveLength(1);
  });
});

it("a seed plans the same round again", () => {
  expect(planRound(42, 5, { scale: 0.1, faults: null })).toEqual(planRound(42, 5, { scale: 0.1, faults: null }));
  expect(planRound(43, 5, { scale: 0.1, faults: null })).not.toEqual(planRound(42, 5, { scale: 0.1, faults: null }));
});
