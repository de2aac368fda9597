"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { anchorOf, isExact, isFlow, ROW_PX, scrollTopOf, spacerPx, type View } from "./log-scroll.ts";

/** What every browser lays out; most do twice as much. */
const SURE_PX = 15_000_000;
const LARGEST_PX = 33_000_000;

/** Asks the browser once how high an element may be. */
function maxHeightPx(within: HTMLElement): number {
  const probe = document.createElement("div");
  probe.style.cssText = `position:absolute;visibility:hidden;width:1px;height:${LARGEST_PX}px`;
  within.append(probe);
  const height = probe.getBoundingClientRect().height;
  probe.remove();
  return height >= LARGEST_PX ? LARGEST_PX : SURE_PX;
}

export type Scroller = {
  element: RefObject<HTMLElement | null>;
  view: View;
  /** The view as it is now, between paints. */
  now: () => View;
  scrollTo: (scrollTop: number) => void;
  /** Was the last movement made by `scrollTo`? Asked once for each. */
  wasPlaced: () => boolean;
};

/** The scrolled region as numbers. Paints anew only when other rows have to be painted. */
export function useView(count: number, isWrapped: boolean): Scroller {
  const element = useRef<HTMLElement>(null);
  const placed = useRef<number | null>(null);
  const [box, setBox] = useState({ scrollTop: 0, viewPx: 600, maxPx: SURE_PX });
  const view: View = { ...box, count, isWrapped };
  const latest = useRef(view);
  latest.current = { ...view, scrollTop: element.current?.scrollTop ?? box.scrollTop };
  const now = useCallback((): View => {
    const region = element.current;
    return region ? { ...latest.current, scrollTop: region.scrollTop, viewPx: region.clientHeight } : latest.current;
  }, []);
  useLayoutEffect(() => {
    const region = element.current;
    if (region) setBox((old) => ({ ...old, viewPx: region.clientHeight, maxPx: maxHeightPx(region) }));
  }, []);
  useEffect(() => {
    const region = element.current;
    if (!region) return;
    let frame = 0;
    const read = () => {
      frame = 0;
      const next = now();
      setBox((old) => {
        const before = { ...next, ...old };
        const isPainted = isFlow(next) || (isExact(next) && anchorOf(before).row === anchorOf(next).row);
        const isSame = isPainted && old.viewPx === next.viewPx;
        return isSame ? old : { ...old, scrollTop: next.scrollTop, viewPx: next.viewPx };
      });
    };
    const soon = () => {
      frame ||= requestAnimationFrame(read);
    };
    const resized = new ResizeObserver(soon);
    resized.observe(region);
    region.addEventListener("scroll", soon, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      resized.disconnect();
      region.removeEventListener("scroll", soon);
    };
  }, [now]);
  const scrollTo = useCallback((scrollTop: number) => {
    const region = element.current;
    if (!region) return;
    const before = region.scrollTop;
    region.scrollTop = scrollTop;
    if (region.scrollTop !== before) placed.current = region.scrollTop;
    setBox((old) => (old.scrollTop === region.scrollTop ? old : { ...old, scrollTop: region.scrollTop }));
  }, []);
  const wasPlaced = useCallback(() => {
    const is = placed.current === element.current?.scrollTop;
    placed.current = null;
    return is;
  }, []);
  return { element, view, now, scrollTo, wasPlaced };
}

/** The end of everything, as a place to scroll to. */
export const endOf = (view: View): number => (isFlow(view) ? SURE_PX : Math.max(0, spacerPx(view) - view.viewPx));

/** Where to scroll so that this row stands in the middle. */
export function middleOf(row: number, view: View, region: HTMLElement): number {
  if (!isFlow(view)) return scrollTopOf(row - Math.floor(view.viewPx / ROW_PX / 2), view);
  const line = region.querySelectorAll(".log-line")[row];
  return line ? topIn(region, line) - view.viewPx / 2 : endOf(view);
}

/** Where a line stands in all that the region holds. */
const topIn = (region: HTMLElement, line: Element): number =>
  region.scrollTop + line.getBoundingClientRect().top - region.getBoundingClientRect().top;

/** The row at the top of a region whose rows are all painted. */
export const topRowIn = (region: HTMLElement): number =>
  [...region.querySelectorAll(".log-line")].filter((line) => topIn(region, line) < region.scrollTop).length;
