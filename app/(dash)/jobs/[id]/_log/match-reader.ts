import type { WireFrame } from "#lib/frames/schema";
import type { JobStore } from "./job-store.ts";
import { filterParams, type LogFilter, matches } from "./log-filter.ts";
import { MatchList } from "./match-list.ts";

/**
 * The numbers of all lines that match, found by the server part by part; lines that arrive later are judged here. Tells
 * after each part.
 */
export class MatchReader {
  readonly list = new MatchList();
  readonly #stop = new AbortController();
  readonly #onChange: () => void;
  readonly #filter: LogFilter;
  readonly #q: string;
  readonly #stopListening: () => void;
  #isWhole = false;
  #error: string | null = null;
  #later: number[] = [];

  constructor(store: JobStore, filter: LogFilter, q: string, onChange: () => void) {
    this.#filter = filter;
    this.#q = q;
    this.#onChange = onChange;
    this.#stopListening = store.onFrames((frames) => this.#take(frames));
    void this.#read(`/api/jobs/${store.jobId}/matches?${filterParams(filter, q)}`);
  }

  /** Was the whole log looked through? */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Why it could not be. */
  get error(): string | null {
    return this.#error;
  }

  close(): void {
    this.#stop.abort();
    this.#stopListening();
  }

  async #read(path: string): Promise<void> {
    try {
      const [response, { readMatches }] = await Promise.all([
        fetch(path, { signal: this.#stop.signal }),
        import("#data/wire"),
      ]);
      if (!response.ok || !response.body) throw new Error(`The log could not be searched (${response.status}).`);
      for await (const line of linesOf(response.body)) {
        this.list.push(readMatches(JSON.parse(line)).seqs);
        this.#onChange();
      }
      this.#isWhole = true;
      this.list.push(this.#later);
      this.#later = [];
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#error = error instanceof Error ? error.message : String(error);
    }
    this.#onChange();
  }

  #take(frames: readonly WireFrame[]): void {
    const found = frames.filter((frame) => matches(frame, this.#filter, this.#q)).map((frame) => frame.seq);
    if (found.length === 0) return;
    if (!this.#isWhole) this.#later.push(...found);
    else {
      this.list.push(found);
      this.#onChange();
    }
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    rest += decoder.decode(value, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest) yield rest;
}
