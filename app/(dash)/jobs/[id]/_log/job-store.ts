import { serverNow } from "#data/server-clock";
import { foldFrame, type JobView } from "#lib/frames/fold";
import type { WireFrame } from "#lib/frames/schema";
import { browserHost } from "./feed-host.ts";
import { fetchLines } from "./fetch-lines.ts";
import type { JobEnd, JobFeed, Link } from "./job-feed.ts";
import { LogWindows } from "./log-windows.ts";

/** What the page shows of a job. A new object whenever something changed. */
export type JobSnapshot = {
  view: JobView;
  lastSeq: number;
  link: Link;
  /** Between the newest line's own time and its arrival here. Null for lines that were already old. */
  lagMs: number | null;
  /** Lines that wait on the server while the stream is away; null while that is not known. */
  behind: number | null;
  /** How it ended, when it ended before our eyes. */
  end: JobEnd | null;
};

export type FirstPaint = { jobId: number; streamUrl: string; isOver: boolean; view: JobView; lines: WireFrame[] };

/** A line older than this was stored before we came; its age says nothing about the stream. */
const MAX_LAG_MS = 60_000;
const CALM_MS = 250;

/** Joins stream, fold and lines of one job outside React; components subscribe. */
export class JobStore {
  readonly windows: LogWindows;
  readonly jobId: number;
  readonly #listeners = new Set<() => void>();
  readonly #calmListeners = new Set<() => void>();
  #calm: JobSnapshot;
  #calmTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #frameListeners = new Set<(frames: readonly WireFrame[]) => void>();
  readonly #streamUrl: string;
  #snapshot: JobSnapshot;
  #feed: JobFeed | null = null;

  constructor(first: FirstPaint) {
    this.jobId = first.jobId;
    this.#streamUrl = first.streamUrl;
    this.#snapshot = {
      view: first.view,
      lastSeq: first.view.seq,
      link: first.isOver ? "ended" : "connecting",
      lagMs: null,
      behind: null,
      end: null,
    };
    this.#calm = this.#snapshot;
    this.windows = new LogWindows(
      (after, limit) => fetchLines(first.jobId, { after, limit }),
      () => this.#change({}),
    );
    this.windows.setLastSeq(first.view.seq);
    this.windows.put(first.lines);
  }

  /** Follows the stream; returns how to stop. A job that is over has none. */
  connect(): () => void {
    // Whoever reads on needs it: it comes while they look at the first lines.
    import("#data/wire").catch(() => {});
    if (this.#snapshot.link === "ended") return () => {};
    let isWanted = true;
    // A page of a finished job never needs the feed, and the first paint of none does.
    import("./job-feed.ts").then(
      (loaded) => isWanted && this.#follow(loaded.JobFeed),
      () => this.#change({ link: "reconnecting" }),
    );
    return () => {
      isWanted = false;
      this.#feed?.close();
      this.#feed = null;
      this.windows.close();
      clearTimeout(this.#calmTimer);
    };
  }

  #follow(Feed: typeof JobFeed): void {
    const feed: JobFeed = new Feed({
      streamUrl: this.#streamUrl,
      after: this.#snapshot.view.seq,
      host: browserHost(this.jobId, () => feed.cursor),
      events: {
        onFrames: (frames) => this.#take(frames),
        onLink: (link) => this.#change({ link, behind: null }),
        onBehind: (behind) => this.#change({ behind }),
        onEnd: (end) => this.#change({ end }),
      },
    });
    this.#feed = feed;
    feed.start();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): JobSnapshot => this.#snapshot;

  /** The same for whatever need not follow every line: several times a second is enough for counters. */
  readonly subscribeCalm = (listener: () => void): (() => void) => {
    this.#calmListeners.add(listener);
    return () => this.#calmListeners.delete(listener);
  };

  readonly calmSnapshot = (): JobSnapshot => this.#calm;

  /** Calls back with each batch of new lines, for what filters them itself. */
  onFrames(listener: (frames: readonly WireFrame[]) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  #take(frames: readonly WireFrame[]): void {
    const last = frames.at(-1);
    if (!last) return;
    this.windows.put(frames);
    for (const listener of this.#frameListeners) listener(frames);
    const lagMs = Math.max(0, serverNow() - Date.parse(last.at));
    this.#change({
      view: frames.reduce(foldFrame, this.#snapshot.view),
      lastSeq: last.seq,
      lagMs: lagMs < MAX_LAG_MS ? lagMs : null,
    });
  }

  #change(values: Partial<JobSnapshot>): void {
    const isOther = values.link !== undefined || values.end !== undefined;
    this.#snapshot = { ...this.#snapshot, ...values };
    for (const listener of this.#listeners) listener();
    if (isOther) this.#calmDown();
    else this.#calmTimer ??= setTimeout(() => this.#calmDown(), CALM_MS);
  }

  #calmDown(): void {
    clearTimeout(this.#calmTimer);
    this.#calmTimer = undefined;
    if (this.#calm === this.#snapshot) return;
    this.#calm = this.#snapshot;
    for (const listener of this.#calmListeners) listener();
  }
}
