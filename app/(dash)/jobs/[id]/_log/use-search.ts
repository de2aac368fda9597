"use client";

import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { JobStore } from "./job-store.ts";
import type { LogFilter } from "./log-filter.ts";
import { MatchReader } from "./match-reader.ts";

export type Search = {
  text: string;
  setText: (text: string) => void;
  /** The number of the line that is shown now. */
  hit: number | null;
  /** "3 of 18", "no match", or nothing while there is nothing to search. */
  words: string;
  step: (by: 1 | -1) => void;
};

const TYPING_PAUSE_MS = 200;

/** Searches the whole log on the server; steps through what was found, round and round. */
export function useSearch(store: JobStore, filter: LogFilter, initial: string, onHit: (seq: number) => void): Search {
  const [text, setText] = useState(initial);
  const [reader, setReader] = useState<MatchReader | null>(null);
  const [index, setIndex] = useState(0);
  const [, repaint] = useReducer((count: number) => count + 1, 0);
  const first = useRef<MatchReader | null>(null);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === "") return;
    let open: MatchReader | null = null;
    const timer = setTimeout(() => {
      const search = new MatchReader(store, filter, wanted, () => {
        const found = search.list.at(0);
        if (found !== undefined && first.current !== search) {
          first.current = search;
          onHit(found);
        }
        repaint();
      });
      open = search;
      setIndex(0);
      setReader(search);
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      open?.close();
      setReader(null);
    };
  }, [store, text, filter, onHit]);
  const step = useCallback(
    (by: 1 | -1) => {
      const count = reader?.list.count ?? 0;
      if (!reader || count === 0) return;
      const next = (index + by + count) % count;
      setIndex(next);
      onHit(reader.list.at(next) ?? 0);
    },
    [reader, index, onHit],
  );
  return { text, setText, step, hit: reader?.list.at(index) ?? null, words: searchWords(text, reader, index) };
}

function searchWords(text: string, reader: MatchReader | null, index: number): string {
  if (text.trim() === "") return "";
  if (reader?.error) return reader.error;
  const count = reader?.list.count ?? 0;
  if (!reader?.isWhole) return count === 0 ? "…" : `${index + 1} of ${count}…`;
  return count === 0 ? "no match" : `${index + 1} of ${count}`;
}
