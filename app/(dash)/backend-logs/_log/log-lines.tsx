"use client";

import { useEffect, useState } from "react";
import { fitsLogFilter } from "#lib/backend/log-filter";
import type { BackendLogEntry } from "#lib/backend/logs";
import { RawText } from "#ui/raw-text";
import { LogFeed, type LogState } from "./log-feed.ts";

const MAX_LINES = 1_000;

const words: Record<LogState, string> = {
  connecting: "Connecting…",
  live: "Live",
  paused: "Paused",
  lost: "Not followed any more",
};

type Props = {
  initial: BackendLogEntry[];
  /** Words that every line has to hold: the backend's stream does not know them. */
  q: string;
  /** Null: these lines are of the past, and nothing follows. */
  streamUrl: string | null;
};

/** The lines the server rendered, and those that arrive while somebody looks, newest first. */
export function LogLines({ initial, q, streamUrl }: Props) {
  const [lines, setLines] = useState(initial);
  const [state, setState] = useState<LogState>("connecting");
  const [isPaused, setPaused] = useState(false);
  useEffect(() => {
    if (streamUrl === null) return;
    if (isPaused) return setState("paused");
    const feed = new LogFeed(streamUrl, (url) => new EventSource(url));
    feed.start({
      onState: setState,
      onLines: (arrived) =>
        setLines((known) => {
          const fresh = arrived.filter((line) => fitsLogFilter(line, { q }));
          const last = known[0]?.id ?? 0;
          // Ids start again with the backend's process.
          const isRestarted = fresh.some((line) => line.id < last - MAX_LINES);
          const added = isRestarted ? fresh : fresh.filter((line) => line.id > last);
          return [...added.toReversed(), ...known].slice(0, MAX_LINES);
        }),
    });
    return () => feed.stop();
  }, [streamUrl, isPaused, q]);
  return (
    <>
      {streamUrl !== null && (
        <div className="needs-js flex items-center gap-2 border-b border-line px-3.5 py-1.5 text-xs text-muted">
          <span>{words[state]}</span>
          <button type="button" className="underline" onClick={() => setPaused(!isPaused)}>
            {isPaused ? "Follow" : "Pause"}
          </button>
        </div>
      )}
      {lines.length === 0 && <p className="px-3.5 py-8 text-center text-muted">No line fits these filters.</p>}
      <ol className="overflow-x-auto py-1 font-mono text-xs">
        {lines.map((line) => (
          <Line key={`${line.id} ${line.timestamp}`} line={line} />
        ))}
      </ol>
    </>
  );
}

const tones: Record<string, string> = {
  ERROR: "text-bad",
  CRITICAL: "text-bad",
  WARNING: "text-warn",
  DEBUG: "text-muted",
};

function Line({ line }: { line: BackendLogEntry }) {
  const text = (
    <>
      <span className="text-muted">{line.timestamp.replace("T", " ").slice(0, 23)} </span>
      <span className={`${tones[line.level] ?? ""} font-semibold`}>{line.level.padEnd(8)}</span>
      <span className="text-muted">{line.module ? `${line.module}: ` : ""}</span>
      {line.message}
    </>
  );
  return (
    <li className="whitespace-pre-wrap break-words px-3.5 py-0.5">
      {line.traceback ? (
        <details>
          <summary>{text}</summary>
          <RawText label="Traceback" text={line.traceback} className="py-1 pl-4 text-muted" />
        </details>
      ) : (
        text
      )}
    </li>
  );
}
