"use client";

import { memo, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { WireFrame } from "#lib/frames/schema";
import type { WireJob } from "#lib/jobs/wire";
import { LiveRegion } from "#ui/live-region";
import type { JobStore } from "./job-store.ts";
import { FrameJson, LineDetail } from "./line-detail.tsx";
import { LineList } from "./line-list.tsx";
import type { LineSource } from "./line-source.ts";
import type { LogFilter } from "./log-filter.ts";
import { LogFooter } from "./log-footer.tsx";
import { LogToolbar } from "./log-toolbar.tsx";
import { StillLines } from "./still-lines.tsx";
import { END, useChosenLines, useLines } from "./use-lines.ts";
import { useLogKeys } from "./use-log-keys.ts";
import { useSearch } from "./use-search.ts";
import { useViewerKeys } from "./viewer-keys.ts";

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
  job: WireJob;
  stages: string[];
  first: FirstLog;
  timeZone: string;
};

/** Only the viewer follows every line; what is around it is told calmly. */
export const JobLog = memo(Viewer);

/** The server's lines first, then every line of the log, live. */
function Viewer(props: JobLogProps) {
  const { store, job, first } = props;
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
  const [isMounted, setMounted] = useState(false);
  const [filter, setFilter] = useState(first.filter);
  const [isWrapped, setWrapped] = useState(false);
  const [isFollowing, setFollowing] = useState(first.after === null);
  const lines = useChosenLines(first.line?.seq ?? null);
  const searchBox = useRef<HTMLInputElement>(null);
  const { go, target } = lines;
  const goToEnd = useCallback(() => go(END), [go]);
  const search = useSearch(store, filter, first.q, go);
  const source = useLines(store, filter);
  const edges = useEdges(source);
  const firstProblem = snapshot.view.problems[0]?.seq;
  useLogKeys(useViewerKeys({ searchBox, firstProblem, lines, search, edges, goToEnd, setFollowing, setWrapped }));
  const start = useRef(first.after);
  useEffect(() => {
    setWrapped(matchMedia("(max-width: 640px)").matches);
    if (start.current !== null && !location.hash) go(start.current + 1);
    setMounted(true);
  }, [go]);
  useEffect(() => {
    if (target) setFollowing(target.seq === END);
  }, [target]);
  const single = lines.range !== null && lines.range.from === lines.range.to ? lines.range.from : null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-1.5">
        <LogToolbar stages={props.stages} filter={filter} onFilter={setFilter} search={search} searchBox={searchBox} />
        <LiveRegion text={search.words && `Search: ${search.words}`} />
      </div>
      {isMounted ? (
        <LineList
          source={source}
          timeZone={props.timeZone}
          isWrapped={isWrapped}
          isFollowing={isFollowing}
          onFollow={setFollowing}
          chosen={lines.range}
          hit={search.hit}
          onChoose={lines.choose}
          target={target}
        />
      ) : (
        <StillLines
          lines={first.lines}
          timeZone={props.timeZone}
          chosen={first.line?.seq ?? null}
          fromEnd={first.after === null}
        />
      )}
      {single !== null && isMounted && (
        <LineDetail store={store} seq={single} first={first.line} onClose={() => leaveLine(single, lines.choose)} />
      )}
      {!isMounted && first.line && <FrameJson frame={first.line} seq={first.line.seq} />}
      <LogFooter
        job={job}
        snapshot={snapshot}
        lastFrameAt={store.windows.get(snapshot.lastSeq)?.at ?? null}
        shown={source.count()}
        range={lines.range}
        firstProblem={firstProblem}
        goTo={go}
        wrap={[isWrapped, setWrapped]}
        follow={[isFollowing, setFollowing]}
      />
    </>
  );
}

/** Closing the details of a line leads back to it. */
function leaveLine(seq: number, choose: (seq: null) => void): void {
  document.querySelector<HTMLElement>(`#L${seq} a`)?.focus({ preventScroll: true });
  choose(null);
}

/** The ends of what is shown, and the lines beside one. */
function useEdges(source: LineSource) {
  return useMemo(
    () => ({
      first: () => source.seqAt(0),
      last: () => source.seqAt(source.count() - 1),
      beside: (seq: number, by: 1 | -1) => source.seqAt(source.rowOf(seq) + by) ?? seq,
    }),
    [source],
  );
}
