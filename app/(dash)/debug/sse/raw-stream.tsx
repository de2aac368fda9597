"use client";

import { useEffect, useState } from "react";
import { RawText } from "#ui/raw-text";

/** A piece of a stream as it came, and how long after the one before. */
export type Piece = { key: string; gapMs: number; text: string };
type Answer = { status: string; headers: string; waitedMs: number };

const MAX_SHOWN = 200;

/** The stored frames from the server, then the stream itself: the head of its answer, and its bytes as they arrive. */
export function RawStream({ url, initial }: { url: string; initial: Piece[] }) {
  const [pieces, setPieces] = useState(initial);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [state, setState] = useState("connecting");
  useEffect(() => {
    const stop = new AbortController();
    const add = (piece: Piece) => setPieces((known) => [...known, piece].slice(-MAX_SHOWN));
    follow(url, { signal: stop.signal, onAnswer: setAnswer, onPiece: add, onState: setState });
    return () => stop.abort();
  }, [url]);
  return (
    <>
      <div className="needs-js border-b border-line px-3.5 py-1.5 text-xs text-muted">
        <p>
          Stream: {state}
          {answer && `, ${answer.status} after ${answer.waitedMs} ms`}
        </p>
        {answer && <RawText label="Head of the answer" text={answer.headers} className="pt-1" />}
      </div>
      <RawText
        label="Messages of the stream"
        text={pieces.map(({ gapMs, text }) => `: +${gapMs} ms\n${text}`).join("\n")}
        className="px-3.5 py-2"
      />
    </>
  );
}

type Watcher = {
  signal: AbortSignal;
  onAnswer: (answer: Answer) => void;
  onPiece: (piece: Piece) => void;
  onState: (state: string) => void;
};

/** One request, without coming back when it ends: what a person debugs is this one answer. */
async function follow(url: string, { signal, onAnswer, onPiece, onState }: Watcher): Promise<void> {
  const startedMs = performance.now();
  const sinceMs = (earlier: number) => Math.round(performance.now() - earlier);
  try {
    const response = await fetch(url, { headers: { accept: "text/event-stream" }, signal });
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    onAnswer({ status: `HTTP ${response.status}`, headers, waitedMs: sinceMs(startedMs) });
    onState(response.body ? "open" : "ended, there is nothing after the last frame");
    if (!response.body) return;
    let lastMs = performance.now();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let number = 1; ; number += 1) {
      const { done, value } = await reader.read();
      if (done) break;
      onPiece({ key: `live-${number}`, gapMs: sinceMs(lastMs), text: value });
      lastMs = performance.now();
    }
    onState("ended");
  } catch {
    if (!signal.aborted) onState("broken off");
  }
}
