export type Side = "backend" | "netbox" | "proxmox";

/** One request as it was seen; times in epoch milliseconds with fractions. */
export type SeenRequest = {
  id: number;
  side: Side;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
  status: number | null;
  openedAt: number;
  closedAt: number | null;
  /** The client hung up before the answer was complete. */
  aborted: boolean;
  /** Frames written so far, keep-alives not counted. */
  frames: number;
};

export type Opening = Pick<SeenRequest, "side" | "method" | "path" | "query" | "headers">;
type Waiter = { test: (request: SeenRequest) => boolean; resolve: (request: SeenRequest) => void };

/** Remembers every request, so that tests can ask what arrived, what overlapped and what was cancelled when. */
export class Recorder {
  #seen: SeenRequest[] = [];
  #waiters: Waiter[] = [];
  #lastId = 0;

  open(opening: Opening): SeenRequest {
    this.#lastId += 1;
    const rest = { body: "", status: null, openedAt: nowMs(), closedAt: null, aborted: false, frames: 0 };
    const request: SeenRequest = { id: this.#lastId, ...opening, ...rest };
    this.#seen.push(request);
    this.changed(request);
    return request;
  }

  close(request: SeenRequest, aborted: boolean): void {
    if (request.closedAt !== null) return;
    request.closedAt = nowMs();
    request.aborted = aborted;
    this.changed(request);
  }

  /** Tells those who wait that something about `request` is new. */
  changed(request: SeenRequest): void {
    const met = this.#waiters.filter(({ test }) => test(request));
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter));
    for (const { resolve } of met) resolve(request);
  }

  all(): SeenRequest[] {
    return [...this.#seen];
  }

  forget(): void {
    this.#seen = [];
  }

  /** The first request that passes `test`: one that was seen already, or the next that comes to pass it. */
  waitFor(test: (request: SeenRequest) => boolean): Promise<SeenRequest> {
    const known = this.#seen.find(test);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiters.push({ test, resolve }));
  }
}

export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
