"use client";

import { useCallback, useEffect, useMemo, useReducer, useState } from "react";
import type { JobStore } from "./job-store.ts";
import { FilteredLog, isFilterOn, type LineSource, type LogFilter, wholeLog } from "./line-source.ts";

const nothing: LineSource = { count: () => 0, at: () => undefined, rowOf: () => 0, want: () => {} };

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

/** The line in the address (`#L734`), and how to choose another one. */
export function useChosenLine(initial: number | null) {
  const [chosen, setChosen] = useState(initial);
  const [target, setTarget] = useState<{ seq: number } | null>(null);
  const go = useCallback((seq: number) => setTarget({ seq }), []);
  const choose = useCallback((seq: number | null) => {
    setChosen(seq);
    history.replaceState(null, "", seq === null ? location.pathname + location.search : `#L${seq}`);
  }, []);
  useEffect(() => {
    const readHash = () => {
      const seq = Number(/^#L(\d+)$/.exec(location.hash)?.[1] ?? Number.NaN);
      if (!Number.isInteger(seq)) return;
      setChosen(seq);
      setTarget({ seq });
    };
    readHash();
    addEventListener("hashchange", readHash);
    return () => removeEventListener("hashchange", readHash);
  }, []);
  return { chosen, choose, target, go };
}
