"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { isFlow } from "./log-scroll.ts";
import { endOf, type Scroller } from "./use-view.ts";

/** So near the end counts as being there. */
const END_PX = 30;
const UP_KEYS = new Set(["ArrowUp", "PageUp", "Home"]);

/**
 * Keeps the end in view while the reader follows. Only the reader's own movement upwards ends that, and it ends before
 * the next line could pull the view back; coming back to the end starts it again.
 */
export function useFollow(scroller: Scroller, isFollowing: boolean, onFollow: (isFollowing: boolean) => void): void {
  const { element, view, now, scrollTo, wasPlaced } = scroller;
  const following = useRef(isFollowing);
  useLayoutEffect(() => {
    following.current = isFollowing;
    if (isFollowing) scrollTo(endOf(now()));
  }, [isFollowing, now, scrollTo]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end is another one when the count changes
  useLayoutEffect(() => {
    if (following.current) scrollTo(endOf(now()));
  }, [view.count, view.isWrapped, view.viewPx, now, scrollTo]);
  useLayoutEffect(() => {
    // A line that arrives in the place of its row is higher than the row was.
    if (following.current && isFlow(now())) scrollTo(endOf(now()));
  });
  useReader(element, wasPlaced, {
    leave: () => {
      following.current = false;
      onFollow(false);
    },
    arrive: () => onFollow(true),
  });
}

type Moves = { leave: () => void; arrive: () => void };

/**
 * Tells which way the reader moves. A place that they were brought to, or that became the end because lines were
 * filtered out, is none that they went to.
 */
function useReader(element: RefObject<HTMLElement | null>, wasPlaced: () => boolean, on: Moves): void {
  const latest = useRef(on);
  latest.current = on;
  useEffect(() => {
    const region = element.current;
    if (!region) return;
    let lastTop = region.scrollTop;
    const isAtEnd = () => region.scrollHeight - region.scrollTop - region.clientHeight < END_PX;
    const onScroll = () => {
      const by = region.scrollTop - lastTop;
      lastTop = region.scrollTop;
      if (wasPlaced()) return;
      if (by > 0 && isAtEnd()) latest.current.arrive();
      if (by < -1 && !isAtEnd()) latest.current.leave();
    };
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0 && region.scrollTop > 0) latest.current.leave();
      if (event.deltaY > 0 && isAtEnd()) latest.current.arrive();
    };
    const onKey = (event: KeyboardEvent) => {
      if (UP_KEYS.has(event.key)) latest.current.leave();
      if (event.key === "End") latest.current.arrive();
    };
    region.addEventListener("scroll", onScroll, { passive: true });
    region.addEventListener("wheel", onWheel, { passive: true });
    region.addEventListener("keydown", onKey);
    return () => {
      region.removeEventListener("scroll", onScroll);
      region.removeEventListener("wheel", onWheel);
      region.removeEventListener("keydown", onKey);
    };
  }, [element, wasPlaced]);
}
