"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { WireFrame } from "#lib/frames/schema";
import type { WireJob } from "#lib/jobs/wire";
import { HealthLine } from "./health-line.tsx";
import type { JobSnapshot, JobStore } from "./job-store.ts";
import { FrameJson, LineDetail } from "./line-detail.tsx";
import { LineList } from "./line-list.tsx";
import type { LogFilter } from "./line-source.ts";
import { LogToolbar } from "./log-toolbar.tsx";
import { StillLines } from "./still-lines.tsx";
import { useChosenLine, useLines } from "./use-lines.ts";
import { type LogKeys, useLogKeys } from "./use-log-keys.ts";
import { useSearch } from "./use-search.ts";

/** What the server painted, and from where. */
export type FirstLog = {
  lines: WireFrame[];
  filter: LogFilter;
  q: string;
  /** The page starts at this line instead of at the end. */
  after: number | null;
  /** The line whose details are open. */
  line: WireFrame | null;
};

export type JobLogProps = {
  store: JobStore;
  snapshot: JobSnapshot;
  job: WireJob;
  stages: string[];
  first: FirstLog;
  timeZone: string;
  nowMs: number;
};

/** The viewer: the server's lines first, then every line of the log, live. */
export function JobLog(props: JobLogProps) {
  const { store, snapshot, job, first } = props;
  const isLive = snapshot.link !== "ended";
  const [isMounted, setMounted] = useState(false);
  const [filter, setFilter] = useState(first.filter);
  const [isWrapped, setWrapped] = useState(false);
  const [isFollowing, setFollowing] = useState(first.after === null);
  const { chosen, choose, target, go } = useChosenLine(first.line?.seq ?? null);
  const searchBox = useRef<HTMLInputElement>(null);
  const goTo = useCallback(
    (seq: number) => {
      setFollowing(false);
      go(seq);
    },
    [go],
  );
  const search = useSearch(job.id, filter, first.q, goTo);
  const source = useLines(store, filter);
  const firstProblem = snapshot.view.problems[0]?.seq;
  const keys = useKeys({ searchBox, firstProblem, goTo, setFollowing, setWrapped });
  useLogKeys(keys);
  useEffect(() => {
    setWrapped(matchMedia("(max-width: 640px)").matches);
    if (first.after !== null && !location.hash) go(first.after + 1);
    setMounted(true);
  }, [first, go]);
  useEffect(() => {
    if (target) setFollowing(false);
  }, [target]);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-1.5">
        <LogToolbar stages={props.stages} filter={filter} onFilter={setFilter} search={search} searchBox={searchBox} />
      </div>
      {isMounted ? (
        <LineList
          source={source}
          timeZone={props.timeZone}
          isWrapped={isWrapped}
          isFollowing={isFollowing}
          onFollow={setFollowing}
          chosen={chosen}
          hit={search.hit}
          onChoose={choose}
          target={target}
        />
      ) : (
        <StillLines lines={first.lines} timeZone={props.timeZone} chosen={chosen} fromEnd={first.after === null} />
      )}
      {chosen !== null && isMounted && (
        <LineDetail store={store} seq={chosen} first={first.line} onClose={() => choose(null)} />
      )}
      {!isMounted && first.line && <FrameJson frame={first.line} seq={first.line.seq} />}
      <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3.5 py-1.5">
        <HealthLine
          snapshot={snapshot}
          nowMs={props.nowMs}
          lastFrameAt={store.windows.get(snapshot.lastSeq)?.at ?? null}
        />
        <span className="needs-js ml-auto flex flex-wrap items-center gap-x-4">
          {firstProblem !== undefined && (
            <button type="button" className="text-accent" onClick={() => goTo(firstProblem)}>
              First problem
            </button>
          )}
          <Toggle label="Wrap" isOn={isWrapped} onChange={setWrapped} />
          <Toggle label={isLive ? "Follow" : "At the end"} isOn={isFollowing} onChange={setFollowing} />
          <KeyHelp keys={keys} />
        </span>
      </footer>
    </>
  );
}

function Toggle(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label className="flex items-center gap-1.5">
      <input type="checkbox" checked={props.isOn} onChange={(event) => props.onChange(event.target.checked)} />
      {props.label}
    </label>
  );
}

function useKeys(input: {
  searchBox: { current: HTMLInputElement | null };
  firstProblem: number | undefined;
  goTo: (seq: number) => void;
  setFollowing: (change: (is: boolean) => boolean) => void;
  setWrapped: (change: (is: boolean) => boolean) => void;
}): LogKeys {
  const { searchBox, firstProblem, goTo, setFollowing, setWrapped } = input;
  return useMemo(
    () => ({
      "/": { words: "search the whole log; Enter and Shift+Enter step", run: () => searchBox.current?.focus() },
      f: { words: "follow on or off", run: () => setFollowing((is) => !is) },
      w: { words: "wrap on or off", run: () => setWrapped((is) => !is) },
      p: { words: "first problem", run: () => firstProblem !== undefined && goTo(firstProblem) },
      "?": { words: "these keys", run: () => document.getElementById("log-keys")?.toggleAttribute("open") },
    }),
    [searchBox, firstProblem, goTo, setFollowing, setWrapped],
  );
}

function KeyHelp({ keys }: { keys: LogKeys }) {
  return (
    <details id="log-keys" className="relative">
      <summary className="min-h-6 min-w-6 list-none text-muted [&::-webkit-details-marker]:hidden">Keys</summary>
      <dl className="absolute bottom-full right-0 z-10 mb-1 grid w-72 grid-cols-[auto_1fr] gap-x-3 gap-y-1 rounded-lg border border-line-strong bg-surface p-3">
        {Object.entries(keys).map(([key, { words }]) => (
          <div key={key} className="contents">
            <dt className="font-mono">{key}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
