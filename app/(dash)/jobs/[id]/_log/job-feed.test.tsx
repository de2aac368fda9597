import { beforeEach, describe, expect, it } from "vitest";
import type { WireFrame } from "#lib/frames/schema";
import { type FeedHost, JobFeed, type Link } from "./job-feed.ts";

const CLOSED = 2;

/** A source that a test speaks through. */
class ScriptedSource extends EventTarget {
  readyState = 0;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
  }
  close() {
    this.readyState = CLOSED;
  }
  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  say(event: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
}

const frames = (...numbers: number[]): WireFrame[] =>
  numbers.map((seq) => ({
    seq,
    at: "2026-11-25T12:00:00.000Z",
    attempt: 1,
    stage: "devices",
    proxmox_endpoint_id: 1,
    event: "step",
    level: "info",
    text: `line ${seq}`,
    data: {},
  }));

function scripted(answer: "ended" | "refused" | "again" = "again") {
  const sources: ScriptedSource[] = [];
  const links: Link[] = [];
  const ends: (string | null)[] = [];
  const batches: number[][] = [];
  const paints: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const host: FeedHost = {
    open: (url) => {
      const source = new ScriptedSource(url);
      sources.push(source);
      return source as unknown as EventSource; // safe because the feed uses only what the script has
    },
    soon: (run) => paints.push(run),
    later: (run) => {
      timers.push(run);
      return () => {};
    },
    ask: async () => ({ link: answer }),
  };
  const feed = new JobFeed({
    streamUrl: "/api/jobs/7/stream",
    after: 2,
    host,
    events: {
      onFrames: (some) => batches.push(some.map((frame) => frame.seq)),
      onLink: (link) => links.push(link),
      onBehind: () => {},
      onEnd: (end) => ends.push(end.outcome),
    },
  });
  const source = () => sources.at(-1) as ScriptedSource;
  const paint = () => {
    for (const run of paints.splice(0)) run();
  };
  return { feed, sources, source, links, ends, batches, paint, timers };
}

beforeEach(() => {
  Object.assign(globalThis, { EventSource: { CLOSED } });
});

describe("the job feed", () => {
  it("asks for batches after its cursor", () => {
    const { feed, source } = scripted();
    feed.start();
    expect(source().url).toBe("/api/jobs/7/stream?format=batch&after=2");
  });

  it("tells many batches once per paint and each number once", () => {
    const { feed, source, batches, paint } = scripted();
    feed.start();
    source().open();
    source().say("frames", frames(1, 2, 3));
    source().say("frames", frames(3, 4));
    expect(batches).toEqual([]);
    paint();
    expect(batches).toEqual([[3, 4]]);
  });

  it("goes back to its cursor instead of showing a gap", () => {
    const { feed, source, sources, batches, paint } = scripted();
    feed.start();
    source().say("frames", frames(3, 5));
    expect(sources).toHaveLength(2);
    expect(source().url).toContain("after=3");
    source().say("frames", frames(4, 5));
    paint();
    expect(batches.flat()).toEqual([3, 4, 5]);
  });

  it("delivers what waits before it says that the job ended, and closes", () => {
    const { feed, source, batches, links, ends } = scripted();
    feed.start();
    source().open();
    source().say("frames", frames(3));
    source().say("end", { status: "completed", outcome: "ok" });
    expect(batches).toEqual([[3]]);
    expect(ends).toEqual(["ok"]);
    expect(links).toEqual(["connecting", "live", "ended"]);
    expect(source().readyState).toBe(CLOSED);
  });

  it("leaves reconnecting to the browser while that still tries", () => {
    const { feed, source, sources, links } = scripted();
    feed.start();
    source().fail(0);
    expect(links.at(-1)).toBe("reconnecting");
    expect(sources).toHaveLength(1);
  });

  it("comes back with its cursor when the browser gave up", async () => {
    const { feed, source, sources, timers } = scripted("again");
    feed.start();
    source().say("frames", frames(3));
    source().fail(CLOSED);
    await Promise.resolve();
    timers[0]?.();
    expect(sources).toHaveLength(2);
    expect(source().url).toContain("after=3");
  });

  it("says that it was refused when the session is over", async () => {
    const { feed, source, links, timers } = scripted("refused");
    feed.start();
    source().fail(CLOSED);
    await Promise.resolve();
    expect(links.at(-1)).toBe("refused");
    expect(timers).toHaveLength(0);
  });

  it("does not take an error event of the server for a broken connection", () => {
    const { feed, source, links } = scripted();
    feed.start();
    source().open();
    source().say("error", { step: "stream" });
    expect(links).toEqual(["connecting", "live"]);
  });
});
