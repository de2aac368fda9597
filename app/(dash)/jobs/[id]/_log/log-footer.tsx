"use client";

import type { WireJob } from "#lib/jobs/wire";
import { CopyRange } from "./copy-range.tsx";
import { HealthLine } from "./health-line.tsx";
import type { JobSnapshot } from "./job-store.ts";
import type { LineRange } from "./line-range.ts";
import { useNow } from "./use-job.ts";

type Switch = [isOn: boolean, set: (isOn: boolean) => void];

/** How the viewer stands with the server, and what can be done with the lines. */
export function LogFooter(props: {
  job: WireJob;
  snapshot: JobSnapshot;
  lastFrameAt: string | null;
  /** Lines that a filter lets through; all of them without one. */
  shown: number;
  range: LineRange | null;
  firstProblem: number | undefined;
  goTo: (seq: number) => void;
  wrap: Switch;
  follow: Switch;
}) {
  const { snapshot, firstProblem, range } = props;
  const isLive = snapshot.link !== "ended";
  const isFiltered = props.shown !== snapshot.lastSeq;
  return (
    <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3.5 py-1.5">
      <Health snapshot={snapshot} lastFrameAt={props.lastFrameAt} />
      <span className="needs-js ml-auto flex flex-wrap items-center gap-x-4">
        {isFiltered && <span className="text-muted">{props.shown} shown</span>}
        {range && <CopyRange key={`${range.from}-${range.to}`} jobId={props.job.id} range={range} />}
        {firstProblem !== undefined && (
          <button type="button" className="min-h-6 text-accent" onClick={() => props.goTo(firstProblem)}>
            First problem
          </button>
        )}
        <Toggle label="Wrap" value={props.wrap} />
        <Toggle label={isLive ? "Follow" : "At the end"} value={props.follow} />
        <button
          type="button"
          className="min-h-6 min-w-6 text-muted"
          onClick={() => document.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }))}
        >
          Keys
        </button>
      </span>
    </footer>
  );
}

/** A stream that is quiet grows older by the second. */
function Health({ snapshot, lastFrameAt }: { snapshot: JobSnapshot; lastFrameAt: string | null }) {
  const nowMs = useNow(lastFrameAt ? Date.parse(lastFrameAt) : 0, snapshot.link === "live");
  return <HealthLine snapshot={snapshot} nowMs={nowMs} lastFrameAt={lastFrameAt} />;
}

function Toggle({ label, value: [isOn, set] }: { label: string; value: Switch }) {
  return (
    <label className="flex min-h-6 items-center gap-1.5">
      <input type="checkbox" checked={isOn} onChange={(event) => set(event.target.checked)} />
      {label}
    </label>
  );
}
