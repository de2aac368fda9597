"use client";

import { useEffect, useState } from "react";
import type { WireFrame } from "#lib/frames/schema";
import { RawText } from "#ui/raw-text";
import { fetchLines } from "./fetch-lines.ts";
import type { JobStore } from "./job-store.ts";

/** The whole JSON of the chosen line, below the log: rows keep their height. */
export function LineDetail(props: { store: JobStore; seq: number; first: WireFrame | null; onClose: () => void }) {
  const { store, seq } = props;
  const known = store.windows.get(seq) ?? (props.first?.seq === seq ? props.first : undefined);
  const [whole, setWhole] = useState<WireFrame | null>(null);
  const needsWhole = !known || known.truncated === true;
  useEffect(() => {
    if (!needsWhole) return;
    let isCurrent = true;
    fetchLines(store.jobId, { after: seq - 1, limit: 1, isWhole: true })
      .then(([frame]) => isCurrent && setWhole(frame ?? null))
      .catch(() => {}); // the shortened text stays
    return () => {
      isCurrent = false;
    };
  }, [store, seq, needsWhole]);
  const frame = whole?.seq === seq ? whole : known;
  return <FrameJson frame={frame} seq={seq} onClose={props.onClose} />;
}

/** Works without JavaScript, too. */
export function FrameJson(props: { frame: WireFrame | undefined; seq: number; onClose?: () => void }) {
  const { frame, seq } = props;
  return (
    <section aria-label={`Line ${seq}`} className="border-t border-line">
      <header className="flex items-center gap-3 px-3.5 py-1.5">
        <h3 className="font-semibold">Line {seq}</h3>
        <span className="text-muted">
          {frame
            ? `${frame.event} · ${frame.stage}${frame.attempt > 1 ? ` · attempt ${frame.attempt}` : ""}`
            : "Reading…"}
        </span>
        {props.onClose && (
          <button type="button" onClick={props.onClose} className="ml-auto rounded-md px-2 py-0.5 text-accent">
            Close
          </button>
        )}
      </header>
      <RawText
        label={`JSON of line ${seq}`}
        text={frame ? JSON.stringify(frame.data, null, 2) : ""}
        isWrapped
        className="max-h-80 overflow-y-auto px-3.5 pb-3"
      />
    </section>
  );
}
