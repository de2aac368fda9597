import type { WireFrame } from "#lib/frames/schema";

/** Lines are fetched and forgotten in windows of this many. */
export const WINDOW = 200;
/** So many windows are kept: those near the eye and the newest. */
const KEPT_WINDOWS = 40;
/** Scrolling has settled after this time; before it nothing is asked for. */
const SETTLE_MS = 60;

/** Fetches the lines after a number, at most `limit`. */
export type FetchLines = (after: number, limit: number) => Promise<WireFrame[]>;

/**
 * The lines of a log by number, as much of it as is near the eye. Numbers have no gaps, so the number is the row: a
 * million lines cost what the windows in view cost.
 */
export class LogWindows {
  readonly #windows = new Map<number, (WireFrame | undefined)[]>();
  readonly #inFlight = new Set<number>();
  readonly #fetchLines: FetchLines;
  readonly #onChange: () => void;
  readonly #numberOf: (frame: WireFrame) => number;
  #wanted: [from: number, to: number] = [1, 1];
  #lastSeq = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `numberOf` is the frame's own number unless only some lines are counted. */
  constructor(
    fetchLines: FetchLines,
    onChange: () => void,
    numberOf: (frame: WireFrame) => number = (frame) => frame.seq,
  ) {
    this.#fetchLines = fetchLines;
    this.#numberOf = numberOf;
    this.#onChange = onChange;
  }

  get(seq: number): WireFrame | undefined {
    return this.#windows.get(windowOf(seq))?.[(seq - 1) % WINDOW];
  }

  /** Takes lines that arrived, in any order. */
  put(frames: readonly WireFrame[]): void {
    for (const frame of frames) {
      const number = this.#numberOf(frame);
      const index = windowOf(number);
      const lines = this.#windows.get(index) ?? new Array<WireFrame | undefined>(WINDOW).fill(undefined);
      lines[(number - 1) % WINDOW] = frame;
      this.#windows.set(index, lines);
      this.#lastSeq = Math.max(this.#lastSeq, number);
    }
    this.#forget();
  }

  /** How long the log is, when more lines are known to exist than were seen. */
  setLastSeq(lastSeq: number): void {
    this.#lastSeq = Math.max(this.#lastSeq, lastSeq);
  }

  /** Says which rows are on the screen; what is missing is asked for once scrolling has settled. */
  want(from: number, to: number): void {
    this.#wanted = [from, to];
    clearTimeout(this.#timer);
    if (this.#missing().length > 0) this.#timer = setTimeout(() => this.#load(), SETTLE_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #missing(): number[] {
    const [from, to] = this.#wanted;
    const missing: number[] = [];
    for (let index = windowOf(Math.max(1, from)); index <= windowOf(Math.max(1, to)); index += 1) {
      if (!this.#inFlight.has(index) && !this.#isWhole(index)) missing.push(index);
    }
    return missing;
  }

  #isWhole(index: number): boolean {
    const lines = this.#windows.get(index);
    if (!lines) return false;
    const expected = Math.min(WINDOW, this.#lastSeq - index * WINDOW);
    for (let line = 0; line < expected; line += 1) if (!lines[line]) return false;
    return true;
  }

  #load(): void {
    for (const index of this.#missing()) {
      this.#inFlight.add(index);
      this.#fetchLines(index * WINDOW, WINDOW)
        .then((frames) => this.put(frames))
        .catch(() => {}) // asked for again with the next scroll
        .finally(() => {
          this.#inFlight.delete(index);
          this.#onChange();
        });
    }
  }

  #forget(): void {
    if (this.#windows.size <= KEPT_WINDOWS) return;
    const middle = windowOf((this.#wanted[0] + this.#wanted[1]) / 2);
    const newest = windowOf(this.#lastSeq);
    const byDistance = [...this.#windows.keys()].sort(
      (a, b) => distance(b, middle, newest) - distance(a, middle, newest),
    );
    for (const index of byDistance.slice(0, this.#windows.size - KEPT_WINDOWS)) this.#windows.delete(index);
  }
}

const windowOf = (seq: number): number => Math.floor((Math.max(1, seq) - 1) / WINDOW);

const distance = (index: number, middle: number, newest: number): number =>
  Math.min(Math.abs(index - middle), Math.abs(index - newest));
