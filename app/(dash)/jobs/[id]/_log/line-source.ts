import type { WireFrame } from "#lib/frames/schema";
import { fetchLinesOf } from "./fetch-lines.ts";
import type { JobStore } from "./job-store.ts";
import type { LogFilter } from "./log-filter.ts";
import { LogWindows } from "./log-windows.ts";
import { MatchReader } from "./match-reader.ts";

/** Rows of the viewer: the whole log by number, or the lines that a filter lets through. */
export type LineSource = {
  count: () => number;
  at: (row: number) => WireFrame | undefined;
  /** The row of a line, or of the next one after it. */
  rowOf: (seq: number) => number;
  /** The number of the line in a row. */
  seqAt: (row: number) => number | undefined;
  want: (firstRow: number, lastRow: number) => void;
  /** What stands where no row is. */
  emptyWords: () => string;
};

export function wholeLog(store: JobStore): LineSource {
  return {
    count: () => store.snapshot().lastSeq,
    at: (row) => store.windows.get(row + 1),
    rowOf: (seq) => Math.max(0, Math.min(seq, store.snapshot().lastSeq) - 1),
    seqAt: (row) => (row < store.snapshot().lastSeq ? row + 1 : undefined),
    want: (firstRow, lastRow) => store.windows.want(firstRow + 1, lastRow + 1),
    emptyWords: () => "No line to show yet.",
  };
}

/** The matching lines: their numbers are all known, of the lines themselves those near the eye. */
export class FilteredLog implements LineSource {
  readonly #matches: MatchReader;
  readonly #windows: LogWindows;
  readonly #store: JobStore;

  constructor(store: JobStore, filter: LogFilter, onChange: () => void) {
    this.#store = store;
    this.#windows = new LogWindows(
      (after, limit) => fetchLinesOf(store.jobId, this.#matches.list.slice(after, after + limit)),
      onChange,
      (frame) => this.rowOf(frame.seq) + 1,
    );
    this.#matches = new MatchReader(store, filter, "", () => {
      this.#windows.setLastSeq(this.#matches.list.count);
      onChange();
    });
  }

  count(): number {
    return this.#matches.list.count;
  }

  at(row: number): WireFrame | undefined {
    const seq = this.seqAt(row);
    return seq === undefined ? undefined : (this.#store.windows.get(seq) ?? this.#windows.get(row + 1));
  }

  rowOf(seq: number): number {
    return this.#matches.list.indexOf(seq);
  }

  seqAt(row: number): number | undefined {
    return this.#matches.list.at(row);
  }

  want(firstRow: number, lastRow: number): void {
    this.#windows.want(firstRow + 1, lastRow + 1);
  }

  emptyWords(): string {
    if (this.#matches.error) return this.#matches.error;
    return this.#matches.isWhole ? "No line of this log matches the filter." : "Looking through the log…";
  }

  close(): void {
    this.#matches.close();
    this.#windows.close();
  }
}
