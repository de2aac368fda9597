"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { Line } from "./line.tsx";
import type { LineSource } from "./line-source.ts";

/** A line's number is a link: the smallest height that fingers and WCAG 2.2 allow. */
const ROW_PX = 24;
/** So near the end counts as being there. */
const END_PX = 30;

export type LineListProps = {
  source: LineSource;
  timeZone: string;
  isWrapped: boolean;
  isFollowing: boolean;
  /** The reader scrolled away from the end, or came back to it. */
  onFollow: (isFollowing: boolean) => void;
  chosen: number | null;
  hit: number | null;
  onChoose: (seq: number) => void;
  /** Scrolls there when it changes. */
  target: { seq: number } | null;
};

/** The lines near the eye, in a list as high as the whole log. */
export function LineList(props: LineListProps) {
  const { source, isWrapped } = props;
  const scroller = useRef<HTMLElement>(null);
  const count = source.count();
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  });
  const items = rows.getVirtualItems();
  const firstRow = items[0]?.index ?? 0;
  const lastRow = items.at(-1)?.index ?? 0;
  useEffect(() => source.want(firstRow, lastRow), [source, firstRow, lastRow]);
  useLayoutEffect(() => {
    if (props.isFollowing && count > 0) rows.scrollToIndex(count - 1, { align: "end" });
  }, [props.isFollowing, count, rows]);
  useLayoutEffect(() => {
    if (props.target) rows.scrollToIndex(source.rowOf(props.target.seq), { align: "center" });
  }, [props.target, source, rows]);
  useFollow(scroller, props.onFollow);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section ref={scroller} tabIndex={0} aria-label="Log lines" className={`log-scroll ${isWrapped ? "log-wrap" : ""}`}>
      {count === 0 && <p className="px-3.5 py-2 text-muted">No line to show yet.</p>}
      <div className="relative w-full" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => (
          <div
            key={item.key}
            data-index={item.index}
            ref={isWrapped ? rows.measureElement : undefined}
            className="absolute left-0 top-0 w-full"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <Row {...props} row={item.index} />
          </div>
        ))}
      </div>
    </section>
  );
}

function Row({ row, source, timeZone, chosen, hit, onChoose }: LineListProps & { row: number }) {
  const frame = source.at(row);
  if (!frame) return <div className="log-line text-muted">…</div>;
  return (
    <Line
      frame={frame}
      timeZone={timeZone}
      isChosen={frame.seq === chosen}
      isHit={frame.seq === hit}
      onChoose={onChoose}
    />
  );
}

/** Only the reader's own scrolling upwards ends following; coming back to the end starts it again. */
function useFollow(scroller: RefObject<HTMLElement | null>, onFollow: (isFollowing: boolean) => void): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let lastTop = element.scrollTop;
    const onScroll = () => {
      const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX;
      if (isAtEnd) onFollow(true);
      else if (element.scrollTop < lastTop - 1) onFollow(false);
      lastTop = element.scrollTop;
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [scroller, onFollow]);
}
