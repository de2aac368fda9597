import { afterEach, describe, expect, it, vi } from "vitest";
import { type FeedHost, startEventsFeed, type Transport } from "./events-feed.ts";
import { onSyncEnd, type SyncEnd } from "./sync-end.ts";

type On = Parameters<FeedHost["openStream"]>[0];

function scripted(live: number[][] = []) {
  const opened: { on: On; kind: "stream" | "socket"; closed: boolean }[] = [];
  const transports: Transport[] = [];
  const open = (kind: "stream" | "socket") => (on: On) => {
    const entry = { on, kind, closed: false };
    opened.push(entry);
    return {
      close: () => {
        entry.closed = true;
      },
    };
  };
  const host: FeedHost = {
    lead: (lead) => lead(),
    openStream: open("stream"),
    openSocket: open("socket"),
    liveJobs: async () => live.shift() ?? [],
    jobEnd: async (id) => ({ job_id: id, ok: true, outcome: "ok", message: null }),
    share: (transport) => transports.push(transport),
  };
  return { host, opened, transports };
}

afterEach(() => vi.useRealTimers());

describe("the events feed of a browser", () => {
  it("tells every listener on the page when a sync ended, until it is stopped", () => {
    const { host, opened, transports } = scripted();
    const ends: SyncEnd[] = [];
    const stop = onSyncEnd((end) => ends.push(end));
    const feed = startEventsFeed(host, false);
    opened[0]?.on.open();
    opened[0]?.on.message({ event: "sync-end", data: { job_id: 7, ok: true, outcome: "ok", message: "done" } });
    expect(transports).toEqual(["streaming"]);
    expect(ends).toEqual([{ job_id: 7, ok: true, outcome: "ok", message: "done" }]);
    feed.stop();
    stop();
    expect(opened[0]?.closed).toBe(true);
  });

  it("uses the WebSocket where the backend is set up for it", () => {
    const { host, opened, transports } = scripted();
    const feed = startEventsFeed(host, true);
    opened[0]?.on.open();
    expect([opened[0]?.kind, transports]).toEqual(["socket", ["websocket"]]);
    feed.stop();
  });

  it("falls back to polling after three losses, and finds by it what ended", async () => {
    vi.useFakeTimers();
    const { host, opened, transports } = scripted([[4, 5], [5]]);
    const ends: number[] = [];
    const stop = onSyncEnd((end) => ends.push(end.job_id));
    const feed = startEventsFeed(host, false);
    for (let loss = 0; loss < 3; loss += 1) {
      opened.at(-1)?.on.lost();
      await vi.advanceTimersByTimeAsync(3_000);
    }
    expect(opened).toHaveLength(3);
    expect(transports).toEqual(["polling"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ends).toEqual([4]);
    feed.stop();
    stop();
  });

  it("tries to be told again while it polls, and polls no more once it is", async () => {
    vi.useFakeTimers();
    const { host, opened, transports } = scripted();
    let polls = 0;
    const feed = startEventsFeed({ ...host, liveJobs: async () => [++polls] }, false);
    for (let loss = 0; loss < 3; loss += 1) {
      opened.at(-1)?.on.lost();
      await vi.advanceTimersByTimeAsync(3_000);
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(opened).toHaveLength(4);
    opened[3]?.on.open();
    expect(transports).toEqual(["polling", "streaming"]);
    const before = polls;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(polls).toBe(before);
    feed.stop();
  });
});
