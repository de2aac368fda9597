import type { BackendLogEntry } from "#lib/backend/logs";

export type LogState = "connecting" | "live" | "paused" | "lost";

type Source = Pick<EventSource, "addEventListener" | "close"> & { onopen: unknown; onerror: unknown };

const GATHER_MS = 100;

/** Follows the log of a backend, outside of React: lines are told in batches. */
export class LogFeed {
  #url: string;
  #open: (url: string) => Source;
  #source: Source | null = null;
  #waiting: BackendLogEntry[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string, open: (url: string) => Source) {
    this.#url = url;
    this.#open = open;
  }

  start(on: { onState: (state: LogState) => void; onLines: (lines: BackendLogEntry[]) => void }): void {
    on.onState("connecting");
    const source = this.#open(this.#url);
    this.#source = source;
    source.onopen = () => on.onState("live");
    source.addEventListener("log", (event) => {
      this.#waiting.push(JSON.parse((event as MessageEvent<string>).data) as BackendLogEntry); // safe because our own server sends it
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        on.onLines(this.#waiting.splice(0));
      }, GATHER_MS);
    });
    source.addEventListener("error", (event) => {
      // The server's own error has data; without, the browser lost the connection and tries again by itself.
      if (!("data" in event)) return on.onState("connecting");
      source.close();
      on.onState("lost");
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
  }
}
