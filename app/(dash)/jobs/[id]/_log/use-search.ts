"use client";

import { useCallback, useEffect, useState } from "react";
import { fetchLines } from "./fetch-lines.ts";
import type { LogFilter } from "./line-source.ts";

export type Search = {
  text: string;
  setText: (text: string) => void;
  /** The number of the line that is shown now. */
  hit: number | null;
  /** "3 of 18", "no match", or nothing while there is nothing to search. */
  words: string;
  step: (by: 1 | -1) => void;
};

const PAGE = 1000;
const TYPING_PAUSE_MS = 200;

type Hits = { text: string; lines: number[]; isWhole: boolean };
const noHits: Hits = { text: "", lines: [], isWhole: true };

/** Searches the whole log on the server; steps through what was found, round and round. */
export function useSearch(jobId: number, filter: LogFilter, initial: string, onHit: (seq: number) => void): Search {
  const [text, setText] = useState(initial);
  const [hits, setHits] = useState<Hits>(noHits);
  const [index, setIndex] = useState(0);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === "") return setHits(noHits);
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const lines = await fetchLines(jobId, { limit: PAGE, q: wanted, ...filter }).catch(() => []);
      if (!isCurrent) return;
      setHits({ text: wanted, lines: lines.map((line) => line.seq), isWhole: lines.length < PAGE });
      setIndex(0);
      const [first] = lines;
      if (first) onHit(first.seq);
    }, TYPING_PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [jobId, text, filter, onHit]);
  const step = useCallback(
    (by: 1 | -1) => {
      if (hits.lines.length === 0) return;
      const next = (index + by + hits.lines.length) % hits.lines.length;
      setIndex(next);
      onHit(hits.lines[next] ?? 0);
    },
    [hits, index, onHit],
  );
  return { text, setText, step, hit: hits.lines[index] ?? null, words: searchWords(text, hits, index) };
}

function searchWords(text: string, hits: Hits, index: number): string {
  if (text.trim() === "") return "";
  if (hits.text !== text.trim()) return "…";
  if (hits.lines.length === 0) return "no match";
  return `${index + 1} of ${hits.lines.length}${hits.isWhole ? "" : "+"}`;
}
