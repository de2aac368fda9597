"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { LineSource } from "./line-source.ts";
import { isExact, isFlow, scrollTopOf } from "./log-scroll.ts";
import type { Scroller } from "./use-view.ts";

/** A line at the top of the region, and where it stands there; `scrollTop` tells whether the reader went on since. */
type Place = { seq: number; topPx: number; scrollTop: number };

/** Each round paints once more; two do for all but the first line of a log that has grown too long to be painted whole. */
const ROUNDS = 6;

/**
 * A reader who is somewhere in the log stays there while lines arrive at its end. What rows of any height need is not
 * known before they are painted, so a growing log is painted first, and moved back to the reader before it is shown.
 */
export function useSamePlace(scroller: Scroller, source: LineSource, isFollowing: boolean): void {
  const { element, view, now, scrollTo, shift } = scroller;
  const place = useRef<Place | null>(null);
  const known = useRef({ source, count: view.count, isFlow: isFlow(view) });
  const rounds = useRef(0);
  const isSettling = useRef(false);
  useFlowPlace(scroller, place);
  useLayoutEffect(() => {
    const region = element.current;
    if (!region) return;
    const before = known.current;
    known.current = { source, count: view.count, isFlow: isFlow(view) };
    if (before.source !== source) place.current = null;
    else if (view.count > before.count) {
      rounds.current = ROUNDS;
      if (!isSettling.current) requestAnimationFrame(settle);
      isSettling.current = true;
    }
    const kept = place.current;
    const isCountedNow = before.isFlow && !isFlow(view);
    // Rows that are counted take less height than rows that are painted: the browser went back by itself.
    if (kept && isCountedNow) kept.scrollTop = region.scrollTop;
    function settle() {
      isSettling.current = false;
      // Less than a pixel is kept in mind: hundreds of them are seen.
      if (region && !(place.current && isAt(region, place.current))) place.current = placeIn(region);
    }
    if (!isSettling.current) return settle();
    if (!kept || kept.scrollTop !== region.scrollTop || isFollowing || isExact(view) || rounds.current === 0) return;
    rounds.current -= 1;
    const topPx = topOf(region, kept.seq);
    if (topPx === null || isCountedNow) scrollTo(scrollTopOf(source.rowOf(kept.seq), now()));
    else if (isAt(region, kept)) return;
    else if (isFlow(view)) scrollTo(region.scrollTop + topPx - kept.topPx);
    else shift(kept.topPx - topPx);
    kept.scrollTop = region.scrollTop;
  });
}

/** Rows that are all painted are scrolled by the browser alone. */
function useFlowPlace({ element, now }: Scroller, place: RefObject<Place | null>): void {
  useEffect(() => {
    const region = element.current;
    if (!region) return;
    const read = () => {
      if (isFlow(now())) place.current = placeIn(region);
    };
    region.addEventListener("scroll", read, { passive: true });
    return () => region.removeEventListener("scroll", read);
  }, [element, now, place]);
}

function placeIn(region: HTMLElement): Place | null {
  const edge = region.getBoundingClientRect().top;
  for (const line of region.querySelectorAll<HTMLElement>("[data-seq]")) {
    const { top, bottom } = line.getBoundingClientRect();
    if (bottom > edge) return { seq: Number(line.dataset.seq), topPx: top - edge, scrollTop: region.scrollTop };
  }
  return null;
}

const isAt = (region: HTMLElement, { seq, topPx, scrollTop }: Place): boolean =>
  region.scrollTop === scrollTop && Math.abs((topOf(region, seq) ?? Number.NaN) - topPx) < 1;

function topOf(region: HTMLElement, seq: number): number | null {
  const line = region.querySelector(`[data-seq="${seq}"]`);
  return line ? line.getBoundingClientRect().top - region.getBoundingClientRect().top : null;
}
