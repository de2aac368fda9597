import type { Side } from "./recorder.ts";

/** How a stream is bent; counts are frames, keep-alives not counted. */
export type StreamShape = {
  /** Destroys the connection after n frames. */
  cutAfter?: number;
  /** Ends the answer properly after n frames, without `complete`. */
  endAfter?: number;
  /** Writes nothing more after n frames, but keeps the connection. */
  hangAfter?: number;
  /** Bytes per write; a small number splits lines and characters. */
  chunkBytes?: number;
  crlf?: boolean;
  bom?: boolean;
  /** Written byte for byte instead of the simulated stream; nothing is synced then. */
  replay?: string;
  /** Writes that many frames of that many bytes instead. */
  flood?: { frames: number; bytes: number };
  /** Holds the stream until a test lets it go on. */
  gate?: Gate;
};

export type Gate = { after: number; reached: () => void; opened: Promise<void> };

export type FaultAct =
  | { kind: "reply"; status: number; body?: unknown; contentType?: string; headers?: Record<string, string> }
  | { kind: "hang" }
  | { kind: "drop" }
  | { kind: "latency"; ms: number }
  | { kind: "stream"; shape: StreamShape };

export type Fault = FaultAct & {
  /** Exact path, or a beginning that ends in `*`. */
  path: string;
  method?: string;
  side?: Side;
  /** How many requests it hits; 1 unless told. */
  times?: number | "always";
  /** How many matching requests pass before. */
  after?: number;
};

type Rule = { fault: Fault; left: number; skip: number };
export type FaultQuestion = { side: Side; method: string; path: string };

/** The faults tests have asked for; each matching request takes at most one answering fault and one shape. */
export class FaultRules {
  #rules: Rule[] = [];

  add(fault: Fault): void {
    const left = fault.times === "always" ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
    this.#rules.push({ fault, left, skip: fault.after ?? 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** Takes the faults that hit this request, oldest first. */
  take(question: FaultQuestion): FaultAct[] {
    const hits = this.#rules.filter(({ fault }) => matches(fault, question));
    const acts: FaultAct[] = [];
    for (const rule of hits) {
      if (acts.some((act) => act.kind === rule.fault.kind && act.kind !== "latency")) continue;
      if (rule.skip > 0) rule.skip -= 1;
      else {
        rule.left -= 1;
        acts.push(rule.fault);
      }
    }
    this.#rules = this.#rules.filter(({ left }) => left > 0);
    return acts;
  }
}

function matches(fault: Fault, { side, method, path }: FaultQuestion): boolean {
  if ((fault.side ?? "backend") !== side) return false;
  if (fault.method && fault.method !== method) return false;
  return fault.path.endsWith("*") ? path.startsWith(fault.path.slice(0, -1)) : path === fault.path;
}
