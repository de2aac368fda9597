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
  /** How far the rows stand from where their numbers say, so that those on the screen stay there. */
  shiftPx: number;
  /** Moves the rows by so much. */
  shift: (byPx: number) => void;
  /** Was the last movement made by `scrollTo`? Asked once for each. */
  wasPlaced: () => boolean;
};

/** The scrolled region as numbers. Paints anew only when other rows have to be painted. */
export function useView(count: number, isWrapped: boolean): Scroller {
  const element = useRef<HTMLElement>(null);
  const placed = useRef<number | null>(null);
  const [box, setBox] = useState({ scrollTop: 0, viewPx: 600, maxPx: SURE_PX, shiftPx: 0 });
  const view: View = { scrollTop: box.scrollTop, viewPx: box.viewPx, maxPx: box.maxPx, count, isWrapped };
  const shiftPx = isExact(view) || isFlow(view) ? 0 : box.shiftPx;
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
        const shiftPx = shiftAfter(old.shiftPx, next.scrollTop - old.scrollTop, next);
        return isSame ? old : { ...old, scrollTop: next.scrollTop, viewPx: next.viewPx, shiftPx };
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
    setBox((old) =>
      old.scrollTop === region.scrollTop && old.shiftPx === 0
        ? old
        : { ...old, scrollTop: region.scrollTop, shiftPx: 0 },
    );
  }, []);
  const shift = useCallback((byPx: number) => setBox((old) => ({ ...old, shiftPx: old.shiftPx + byPx })), []);
  const wasPlaced = useCallback(() => {
    const is = placed.current === element.current?.scrollTop;
    placed.current = null;
    return is;
  }, []);
  return { element, view, now, scrollTo, shiftPx, shift, wasPlaced };
}

/** A reader who scrolls makes up for a shift on the way: at both ends rows stand where they belong. */
function shiftAfter(shiftPx: number, byPx: number, view: View): number {
  if (byPx === 0) return shiftPx;
  const toEndPx = Math.min(view.scrollTop, spacerPx(view) - view.viewPx - view.scrollTop);
  const most = Math.max(0, Math.min(Math.abs(shiftPx) - Math.abs(byPx) / 2, toEndPx));
  return Math.sign(shiftPx) * most;
}

/** The end of everything, as a place to scroll to: no browser goes further, and none stops short of the edge below. */
export const endOf = (view: View): number => Math.max(SURE_PX, spacerPx(view));

/** Where to scroll so that this row stands in the middle. */
export function middleOf(row: number, view: View, region: HTMLElement): number {
  if (!isFlow(view)) return scrollTopOf(row - Math.floor(view.viewPx / ROW_PX / 2), view);
  const line = region.querySelectorAll(".log-line")[row];
  return line ? topIn(region, line) - view.viewPx / 2 : endOf(view);
}

/** Where a line stands in all that the region holds. */
const topIn = (region: HTMLElement, line: Element): number =>
  region.scrollTop + line.getBoundingClientRect().top - region.getBoundingClientRect().top;
