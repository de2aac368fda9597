import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WireFrame } from "#lib/frames/schema";
import { LogWindows, WINDOW } from "./log-windows.ts";

const frame = (seq: number): WireFrame => ({
  seq,
  at: "2026-11-25T12:00:00.000Z",
  attempt: 1,
  stage: "devices",
  proxmox_endpoint_id: 1,
  event: "step",
  level: "info",
  text: `line ${seq}`,
  data: {},
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => frame(from + index));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(total: number) {
  const asked: number[] = [];
  const windows = new LogWindows(
    async (after, limit) => {
      asked.push(after);
      return range(after + 1, Math.min(after + limit, total));
    },
    () => {},
  );
  windows.setLastSeq(total);
  return { windows, asked };
}

describe("the windows of a log", () => {
  it("fetches what is on the screen, once, and only when scrolling has settled", async () => {
    const { windows, asked } = open(10_000);
    windows.want(1, 30);
    windows.want(5_000, 5_030);
    await vi.runAllTimersAsync();
    windows.want(5_000, 5_030);
    await vi.runAllTimersAsync();
    expect(asked).toEqual([4_800, 5_000]);
    expect(windows.get(5_010)?.text).toBe("line 5010");
    expect(windows.get(1)).toBeUndefined();
  });

  it("asks for nothing that it has, the unfinished last window included", async () => {
    const { windows, asked } = open(250);
    windows.put(range(201, 250));
    windows.want(220, 250);
    await vi.runAllTimersAsync();
    expect(asked).toEqual([]);
  });

  it("forgets what is far from the eye and from the end", async () => {
    const { windows } = open(100 * WINDOW);
    windows.want(1, 30);
    for (let start = 1; start < 100 * WINDOW; start += WINDOW) windows.put(range(start, start + WINDOW - 1));
    expect(windows.get(1)?.seq).toBe(1);
    expect(windows.get(100 * WINDOW)?.seq).toBe(100 * WINDOW);
    expect(windows.get(50 * WINDOW)).toBeUndefined();
  });

  it("tries again after a failure with the next scroll", async () => {
    let calls = 0;
    const windows = new LogWindows(
      async (after, limit) => {
        calls += 1;
        if (calls === 1) throw new Error("offline");
        return range(after + 1, after + limit);
      },
      () => {},
    );
    windows.setLastSeq(1_000);
    windows.want(1, 30);
    await vi.runAllTimersAsync();
    windows.want(1, 31);
    await vi.runAllTimersAsync();
    expect(windows.get(1)?.seq).toBe(1);
  });
});
