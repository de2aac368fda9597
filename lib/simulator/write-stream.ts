import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { StreamShape } from "./fault-rules.ts";
import type { SseFrame, StreamItem } from "./frames.ts";
import { pyJson } from "./python-json.ts";
import type { Recorder, SeenRequest } from "./recorder.ts";

export type StreamPlan = {
  items: Iterable<StreamItem>;
  keepalive: boolean;
  /** What happens when the client leaves: stop at once, or go on to the end of the running stage. */
  whenGone: "stop" | "finish-stage";
  onEnd?: (gone: boolean) => void;
  /** Its pauses are real whatever the pace: a log that waits for entries. */
  realTime?: boolean;
};

export type StreamOptions = {
  plan: StreamPlan;
  shape: StreamShape;
  keepaliveMs: number;
  /** Turns a stage's working time into waiting time. */
  paceMs: (pauseMs: number) => number;
  seen: SeenRequest;
  recorder: Recorder;
};

export const STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache",
  "x-accel-buffering": "no",
};

/** Writes an event stream, bent as `shape` says, and waits like the backend does: keep-alive comments in silence. */
export async function writeStream(response: ServerResponse, options: StreamOptions): Promise<void> {
  const { plan, shape } = options;
  response.writeHead(200, STREAM_HEADERS);
  response.flushHeaders();
  const sink = new Sink(response, options);
  try {
    if (shape.replay !== undefined) await replay(sink, shape.replay);
    else if (shape.flood) await flood(sink, shape.flood);
    else await play(sink, options);
    if (!sink.isGone) response.end();
  } finally {
    plan.onEnd?.(sink.isGone);
  }
}

async function play(sink: Sink, { plan, paceMs }: StreamOptions): Promise<void> {
  for (const item of plan.items) {
    if ("stageEnd" in item) {
      if (sink.isGone) return;
    } else if ("pauseMs" in item) await sink.wait(plan.realTime ? item.pauseMs : paceMs(item.pauseMs));
    else await sink.write(frameText(item));
    if (sink.isGone && plan.whenGone === "stop") return;
    if (sink.isOver) return;
  }
}

export function frameText({ event, data }: SseFrame): string {
  return `event: ${event}\ndata: ${pyJson(data)}\n\n`;
}

async function replay(sink: Sink, text: string): Promise<void> {
  for (const part of text.split(/(?<=\n\n)/)) {
    await sink.write(part);
    if (sink.isGone || sink.isOver) return;
  }
  // A recording that lacks its last frame was cut, not ended.
  if (!/^event: complete$/m.test(text)) sink.destroy();
}

async function flood(sink: Sink, { frames, bytes }: { frames: number; bytes: number }): Promise<void> {
  for (let at = 1; at <= frames && !sink.isGone && !sink.isOver; at += 1) {
    const data = { step: "flood", status: "progress", message: `frame ${at} ${"x".repeat(bytes)}` };
    await sink.write(frameText({ event: "step", data }));
  }
  await sink.write(
    frameText({ event: "complete", data: { ok: true, message: "flood completed.", result: { count: frames } } }),
  );
}

class Sink {
  isGone = false;
  /** A fault ended the answer early. */
  isOver = false;
  readonly #response: ServerResponse;
  readonly #options: StreamOptions;
  readonly #left: Promise<void>;
  #isFirst = true;

  constructor(response: ServerResponse, options: StreamOptions) {
    this.#response = response;
    this.#options = options;
    this.#left = new Promise((resolve) => {
      response.once("close", () => {
        this.isGone = true;
        resolve();
      });
    });
  }

  /** One frame, or what a recording holds between two blank lines. */
  async write(text: string): Promise<void> {
    const { shape, seen, recorder } = this.#options;
    if (seen.frames === shape.gate?.after) await this.#hold(shape.gate);
    if (this.isGone) return nextTurn();
    if (seen.frames === shape.cutAfter) return this.destroy();
    if (seen.frames === shape.hangAfter) await this.#silence(this.#left);
    if (this.isGone) return;
    if (seen.frames === shape.endAfter) {
      this.isOver = true;
      return;
    }
    await this.#send(text);
    if (!text.startsWith(":")) seen.frames += 1;
    recorder.changed(seen);
    await nextTurn();
  }

  async wait(ms: number): Promise<void> {
    if (ms <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    // A backend that finishes its stage for nobody still takes its time.
    if (this.isGone || this.#options.plan.whenGone === "finish-stage") await this.#silence(over);
    else await this.#silence(Promise.race([over, this.#left]));
    clearTimeout(timer);
  }

  destroy(): void {
    this.isGone = true;
    this.#response.destroy();
  }

  async #hold(gate: NonNullable<StreamShape["gate"]>): Promise<void> {
    gate.reached();
    await this.#silence(Promise.race([gate.opened, this.#left]));
  }

  async #silence(until: Promise<void>): Promise<void> {
    const { keepaliveMs, plan } = this.#options;
    const timer = setInterval(() => {
      if (plan.keepalive && !this.isGone) this.#response.write(": keepalive\n\n");
    }, keepaliveMs);
    await until;
    clearInterval(timer);
  }

  async #send(text: string): Promise<void> {
    const { shape } = this.#options;
    const lines = shape.crlf ? text.replaceAll("\n", "\r\n") : text;
    const bytes = Buffer.from(shape.bom && this.#isFirst ? `\uFEFF${lines}` : lines, "utf8");
    this.#isFirst = false;
    const size = shape.chunkBytes ?? bytes.length;
    for (let at = 0; at < bytes.length && !this.isGone; at += size) {
      const room = this.#response.write(bytes.subarray(at, at + size));
      if (size < bytes.length) await nextTurn();
      if (!room)
        await Promise.race([this.#left, new Promise<void>((resolve) => this.#response.once("drain", resolve))]);
    }
  }
}
