import { readFrames, readJobEnd } from "#data/wire";
import type { WireFrame } from "#lib/frames/schema";

/** How the feed stands with the server. `refused`: the session is over, or the job is gone. */
export type Link = "connecting" | "live" | "reconnecting" | "ended" | "refused";

export type FeedEvents = {
  /** New frames in order, each number once, at most once per animation frame. */
  onFrames: (frames: WireFrame[]) => void;
  onLink: (link: Link) => void;
  /** The job ended; told before the link says so. */
  onEnd: (end: JobEnd) => void;
  /** While the stream is away: how many lines wait on the server. */
  onBehind: (lines: number) => void;
};

export type JobEnd = ReturnType<typeof readJobEnd>;

/** The part of the browser that a feed needs; tests bring their own. */
export type FeedHost = {
  open: (url: string) => EventSource;
  /** Runs soon, together with the next paint where there is one. */
  soon: (run: () => void) => void;
  later: (run: () => void, delayMs: number) => () => void;
  /** Asked when the server closed the stream for good: was that the end? */
  ask: () => Promise<FeedAnswer>;
};

/** `lastSeq`: the number of the newest line that the server has. */
export type FeedAnswer = { link: "ended" | "refused" | "again"; lastSeq?: number };

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Owns the EventSource of one job, outside React. The browser reconnects by itself with `Last-Event-ID`; where it gives
 * up, the feed comes back with its own cursor. A number that was seen is dropped; a gap is never shown: the feed goes
 * back to its cursor instead.
 */
export class JobFeed {
  #source: EventSource | null = null;
  #cursor: number;
  #waiting: WireFrame[] = [];
  #isNotifying = false;
  #pauseMs = FIRST_PAUSE_MS;
  #stopTimer: () => void = () => {};
  #isClosed = false;
  readonly #streamUrl: string;
  readonly #events: FeedEvents;
  readonly #host: FeedHost;

  constructor(input: { streamUrl: string; after: number; events: FeedEvents; host: FeedHost }) {
    this.#streamUrl = input.streamUrl;
    this.#cursor = input.after;
    this.#events = input.events;
    this.#host = input.host;
  }

  start(): void {
    this.#events.onLink("connecting");
    this.#connect();
  }

  /** The last number that was heard. */
  get cursor(): number {
    return this.#cursor;
  }

  close(): void {
    this.#isClosed = true;
    this.#stopTimer();
    this.#source?.close();
    this.#source = null;
  }

  #connect(): void {
    if (this.#isClosed) return;
    this.#source?.close();
    const source = this.#host.open(`${this.#streamUrl}?format=batch&after=${this.#cursor}`);
    this.#source = source;
    source.addEventListener("open", () => this.#onOpen());
    source.addEventListener("frames", (event) => this.#onBatch((event as MessageEvent<string>).data));
    source.addEventListener("end", (event) => {
      this.#events.onEnd(readJobEnd(JSON.parse((event as MessageEvent<string>).data)));
      this.#finish("ended");
    });
    // The browser's own `error` has no data; an event of that name from the server would have.
    source.addEventListener("error", (event) => {
      if (!(event instanceof MessageEvent)) this.#onTrouble(source);
    });
  }

  #onOpen(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#events.onLink("live");
  }

  #onBatch(text: string): void {
    for (const frame of readFrames(JSON.parse(text))) {
      if (frame.seq <= this.#cursor) continue;
      if (frame.seq !== this.#cursor + 1) {
        this.#connect();
        break;
      }
      this.#cursor = frame.seq;
      this.#waiting.push(frame);
    }
    this.#notifySoon();
  }

  #notifySoon(): void {
    if (this.#isNotifying || this.#waiting.length === 0) return;
    this.#isNotifying = true;
    this.#host.soon(() => this.#notify());
  }

  #notify(): void {
    this.#isNotifying = false;
    const frames = this.#waiting;
    this.#waiting = [];
    if (frames.length > 0 && !this.#isClosed) this.#events.onFrames(frames);
  }

  #onTrouble(source: EventSource): void {
    if (this.#isClosed || source !== this.#source) return;
    this.#events.onLink("reconnecting");
    if (source.readyState !== EventSource.CLOSED) return;
    void this.#host.ask().then((answer) => {
      if (this.#isClosed || source !== this.#source) return;
      if (answer.link !== "again") return this.#finish(answer.link);
      if (answer.lastSeq !== undefined) this.#events.onBehind(Math.max(0, answer.lastSeq - this.#cursor));
      this.#stopTimer = this.#host.later(() => this.#connect(), this.#pauseMs);
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    });
  }

  #finish(link: "ended" | "refused"): void {
    if (this.#isClosed) return;
    this.#notify();
    this.close();
    this.#events.onLink(link);
  }
}
