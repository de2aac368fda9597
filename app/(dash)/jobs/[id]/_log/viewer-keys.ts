"use client";

import { useMemo } from "react";
import type { Chosen } from "./use-lines.ts";
import type { LogKeys } from "./use-log-keys.ts";
import type { Search } from "./use-search.ts";

type Input = {
  searchBox: { current: HTMLInputElement | null };
  firstProblem: number | undefined;
  lines: Chosen;
  search: Search;
  /** Numbers of the first and the last line that is shown, and of those beside another one. */
  edges: {
    first: () => number | undefined;
    last: () => number | undefined;
    beside: (seq: number, by: 1 | -1) => number;
  };
  goToEnd: () => void;
  setFollowing: (change: (is: boolean) => boolean) => void;
  setWrapped: (change: (is: boolean) => boolean) => void;
};

/** What each key does in the viewer; the same table is what `?` shows. */
export function useViewerKeys(input: Input): LogKeys {
  const { searchBox, firstProblem, lines, search, edges, goToEnd, setFollowing, setWrapped } = input;
  return useMemo(() => {
    const visit = (seq: number | undefined) => {
      if (seq === undefined) return;
      lines.choose(seq);
      lines.go(seq);
    };
    const step = (by: 1 | -1) =>
      visit(lines.range ? edges.beside(by > 0 ? lines.range.to : lines.range.from, by) : edges.last());
    return {
      "/": { words: "search the whole log; Enter and Shift+Enter step", run: () => searchBox.current?.focus() },
      n: { words: "next match", run: () => search.step(1) },
      N: { words: "match before", run: () => search.step(-1) },
      p: { words: "first problem", run: () => firstProblem !== undefined && lines.go(firstProblem) },
      j: { words: "next line, with its data", run: () => step(1) },
      k: { words: "line before, with its data", run: () => step(-1) },
      g: { words: "first line", run: () => lines.go(edges.first() ?? 1) },
      G: { words: "last line, and follow", run: goToEnd },
      f: { words: "follow on or off", run: () => setFollowing((is) => !is) },
      w: { words: "wrap on or off", run: () => setWrapped((is) => !is) },
      c: { words: "copy the chosen lines", run: () => document.getElementById("copy-lines")?.click() },
      Escape: { words: "close the line", run: () => lines.choose(null) },
    };
  }, [searchBox, firstProblem, lines, search, edges, goToEnd, setFollowing, setWrapped]);
}
