"use client";

import { useEffect, useState } from "react";

type Raw = { id: string; event: string; data: string; at: string };

const EVENTS = [
  "step",
  "discovery",
  "substep",
  "item_progress",
  "phase_summary",
  "error_detail",
  "error",
  "complete",
  "bootstrap_done",
  "duplicate_name_resolved",
  "hardware_discovery",
  "console",
  "message",
  "end",
];
const MAX_SHOWN = 200;

/** Frames as they stand in the stream: the stored ones from the server, later ones as they arrive. */
export function RawStream({ url, initial }: { url: string; initial: Raw[] }) {
  const [frames, setFrames] = useState(initial);
  const [state, setState] = useState("connecting");
  useEffect(() => {
    const source = new EventSource(url);
    source.onopen = () => setState("open");
    const add = (message: MessageEvent<string>) => {
      const frame = { id: message.lastEventId, event: message.type, data: message.data, at: new Date().toISOString() };
      setFrames((known) => [...known, frame].slice(-MAX_SHOWN));
      if (message.type === "end") source.close();
    };
    for (const event of EVENTS) {
      source.addEventListener(event, (message) => {
        if ("data" in message)
          add(message as MessageEvent<string>); // safe: only the server's own messages carry data
        else setState(source.readyState === EventSource.CLOSED ? "closed" : "reconnecting");
      });
    }
    return () => source.close();
  }, [url]);
  return (
    <>
      <p className="needs-js border-b border-line px-3.5 py-1.5 text-xs text-muted">Stream: {state}</p>
      <pre className="overflow-x-auto px-3.5 py-2 text-xs">{frames.map(explain).join("\n")}</pre>
    </>
  );
}

function explain(frame: Raw, index: number, all: Raw[]): string {
  const before = all[index - 1];
  const gapMs = before ? Date.parse(frame.at) - Date.parse(before.at) : 0;
  return `: +${gapMs} ms\nevent: ${frame.event}\nid: ${frame.id}\ndata: ${frame.data}\n`;
}
