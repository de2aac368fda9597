"use client";

import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import type { JobStore } from "./job-store.ts";
import { extendTo, type LineRange, parseHash, toHash } from "./line-range.ts";
import { FilteredLog, type LineSource, wholeLog } from "./line-source.ts";
import { isFilterOn, type LogFilter } from "./log-filter.ts";

const nothing: LineSource = {
  count: () => 0,
  at: () => undefined,
  rowOf: () => 0,
  seqAt: () => undefined,
  want: () => {},
  emptyWords: () => "Looking through the log…",
};

/** The rows to show: the whole log, or what a filter lets through. */
export function useLines(store: JobStore, filter: LogFilter): LineSource {
  const whole = useMemo(() => wholeLog(store), [store]);
  const [filtered, setFiltered] = useState<FilteredLog | null>(null);
  const [, repaint] = useReducer((count: number) => count + 1, 0);
  const isOn = isFilterOn(filter);
  useEffect(() => {
    if (!isOn) return;
    const log = new FilteredLog(store, filter, repaint);
    setFiltered(log);
    return () => {
      log.close();
      setFiltered(null);
    };
  }, [store, filter, isOn]);
  return isOn ? (filtered ?? nothing) : whole;
}

export type Chosen = {
  range: LineRange | null;
  /** Chooses a line, or everything from the one chosen before to this one. */
  choose: (seq: number | null, isExtended?: boolean) => void;
  target: Target | null;
  go: (seq: number) => void;
};

/** Where to scroll; a new object each time, though it be the same line. Past every line is the end. */
export type Target = { seq: number };
export const END = Number.POSITIVE_INFINITY;

/** The lines in the address (`#L734`, `#L734-L740`), and how to choose others. */
export function useChosenLines(initial: number | null): Chosen {
  const [range, setRange] = useState<LineRange | null>(initial === null ? null : { from: initial, to: initial });
  const [target, setTarget] = useState<Target | null>(null);
  const origin = useRef(initial);
  const go = useCallback((seq: number) => setTarget({ seq }), []);
  const choose = useCallback((seq: number | null, isExtended = false) => {
    const next = seq === null ? null : extendTo(null, isExtended ? origin.current : null, seq);
    if (!isExtended) origin.current = seq;
    setRange(next);
    history.replaceState(null, "", next === null ? location.pathname + location.search : toHash(next));
  }, []);
  useEffect(() => {
    const readHash = () => {
      const found = parseHash(location.hash);
      if (!found) return;
      origin.current = found.from;
      setRange(found);
      setTarget({ seq: found.from });
    };
    readHash();
    addEventListener("hashchange", readHash);
    return () => removeEventListener("hashchange", readHash);
  }, []);
  return { range, choose, target, go };
}
