import { foldFrame, type JobView } from "#lib/frames/fold";
import type { WireFrame } from "#lib/frames/schema";
import { browserHost } from "./feed-host.ts";
import { fetchLines } from "./fetch-lines.ts";
import { type JobEnd, JobFeed, type Link } from "./job-feed.ts";
import { LogWindows } from "./log-windows.ts";

/** What the page shows of a job. A new object whenever something changed. */
export type JobSnapshot = {
  view: JobView;
  lastSeq: number;
  link: Link;
  /** Between the newest line's own time and its arrival here. Null for lines that were already old. */
  lagMs: number | null;
  /** How it ended, when it ended before our eyes. */
  end: JobEnd | null;
};

export type FirstPaint = { jobId: number; streamUrl: string; isOver: boolean; view: JobView; lines: WireFrame[] };

/** A line older than this was stored before we came; its age says nothing about the stream. */
const MAX_LAG_MS = 60_000;

/** Joins stream, fold and lines of one job outside React; components subscribe. */
export class JobStore {
  readonly windows: LogWindows;
  readonly jobId: number;
  readonly #listeners = new Set<() => void>();
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
      end: null,
    };
    this.windows = new LogWindows(
      (after, limit) => fetchLines(first.jobId, { after, limit }),
      () => this.#change({}),
    );
    this.windows.setLastSeq(first.view.seq);
    this.windows.put(first.lines);
  }

  /** Follows the stream; returns how to stop. A job that is over has none. */
  connect(): () => void {
    if (this.#snapshot.link === "ended") return () => {};
    const feed: JobFeed = new JobFeed({
      streamUrl: this.#streamUrl,
      after: this.#snapshot.view.seq,
      host: browserHost(this.jobId, () => feed.cursor),
      events: {
        onFrames: (frames) => this.#take(frames),
        onLink: (link) => this.#change({ link }),
        onEnd: (end) => this.#change({ end }),
      },
    });
    this.#feed = feed;
    feed.start();
    return () => {
      this.#feed?.close();
      this.#feed = null;
      this.windows.close();
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): JobSnapshot => this.#snapshot;

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
    const lagMs = Math.max(0, Date.now() - Date.parse(last.at));
    this.#change({
      view: frames.reduce(foldFrame, this.#snapshot.view),
      lastSeq: last.seq,
      lagMs: lagMs < MAX_LAG_MS ? lagMs : null,
    });
  }

  #change(values: Partial<JobSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...values };
    for (const listener of this.#listeners) listener();
  }
}
