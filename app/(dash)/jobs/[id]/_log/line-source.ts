import type { WireFrame } from "#lib/frames/schema";
import { fetchLines } from "./fetch-lines.ts";
import type { JobStore } from "./job-store.ts";

/** Rows of the viewer: the whole log by number, or the lines that a filter lets through. */
export type LineSource = {
  count: () => number;
  at: (row: number) => WireFrame | undefined;
  /** The row of a line, or of the next one after it. */
  rowOf: (seq: number) => number;
  want: (firstRow: number, lastRow: number) => void;
};

export type LogFilter = { stage: string; problems: boolean };

export const isFilterOn = (filter: LogFilter): boolean => filter.stage !== "" || filter.problems;

export function wholeLog(store: JobStore): LineSource {
  return {
    count: () => store.snapshot().lastSeq,
    at: (row) => store.windows.get(row + 1),
    rowOf: (seq) => Math.max(0, Math.min(seq, store.snapshot().lastSeq) - 1),
    want: (firstRow, lastRow) => store.windows.want(firstRow + 1, lastRow + 1),
  };
}

const PAGE = 500;
/** Further pages are asked for when so few rows are left below the eye. */
const AHEAD = 100;

/** The matching lines, read page by page as they come near the eye; new ones of a running job are matched here. */
export class FilteredLog implements LineSource {
  readonly #store: JobStore;
  readonly #filter: LogFilter;
  readonly #onChange: () => void;
  #lines: WireFrame[] = [];
  #isWhole = false;
  #isLoading = false;
  #isClosed = false;
  readonly #stopListening: () => void;

  constructor(store: JobStore, filter: LogFilter, onChange: () => void) {
    this.#store = store;
    this.#filter = filter;
    this.#onChange = onChange;
    this.#stopListening = store.onFrames((frames) => this.#append(frames));
    void this.#load();
  }

  count(): number {
    return this.#lines.length;
  }

  at(row: number): WireFrame | undefined {
    return this.#lines[row];
  }

  rowOf(seq: number): number {
    const row = this.#lines.findIndex((line) => line.seq >= seq);
    return row < 0 ? Math.max(0, this.#lines.length - 1) : row;
  }

  want(_firstRow: number, lastRow: number): void {
    if (lastRow > this.#lines.length - AHEAD) void this.#load();
  }

  /** Is everything that matches here? */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  close(): void {
    this.#isClosed = true;
    this.#stopListening();
  }

  async #load(): Promise<void> {
    if (this.#isWhole || this.#isLoading || this.#isClosed) return;
    this.#isLoading = true;
    try {
      const after = this.#lines.at(-1)?.seq ?? 0;
      const lines = await fetchLines(this.#store.jobId, { after, limit: PAGE, ...this.#filter });
      this.#lines = [...this.#lines, ...lines];
      this.#isWhole = lines.length === 0 || (lines.length < PAGE && !isLong(lines));
    } catch {
      // asked for again with the next scroll
    } finally {
      this.#isLoading = false;
      if (!this.#isClosed) this.#onChange();
    }
  }

  #append(frames: readonly WireFrame[]): void {
    if (!this.#isWhole) return;
    const last = this.#lines.at(-1)?.seq ?? 0;
    const fresh = frames.filter((frame) => frame.seq > last && matches(frame, this.#filter));
    if (fresh.length === 0) return;
    this.#lines = [...this.#lines, ...fresh];
    this.#onChange();
  }
}

/** A page that may have ended early because its lines are huge. */
const isLong = (lines: readonly WireFrame[]): boolean => lines.some((line) => line.truncated);

export function matches(frame: WireFrame, filter: LogFilter): boolean {
  if (filter.stage && frame.stage !== filter.stage) return false;
  return !filter.problems || frame.level === "warning" || frame.level === "error";
}
