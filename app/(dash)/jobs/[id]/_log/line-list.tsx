"use client";

import { type ClipboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { rowText } from "./copy-lines.ts";
import { Line } from "./line.tsx";
import type { LineRange } from "./line-range.ts";
import type { LineSource } from "./line-source.ts";
import { anchorOf, isExact, isFlow, ROW_PX, spacerPx, type View } from "./log-scroll.ts";
import { useFollow } from "./use-follow.ts";
import type { Target } from "./use-lines.ts";
import { useSamePlace } from "./use-same-place.ts";
import { middleOf, useView } from "./use-view.ts";

/** Rows beyond the view that are painted as well, for a short way to scroll. */
const AHEAD = 20;

export type LineListProps = {
  source: LineSource;
  timeZone: string;
  isWrapped: boolean;
  isFollowing: boolean;
  /** The reader scrolled away from the end, or came back to it. */
  onFollow: (isFollowing: boolean) => void;
  chosen: LineRange | null;
  hit: number | null;
  onChoose: (seq: number, isExtended: boolean) => void;
  /** Scrolls there when it changes. */
  target: Target | null;
};

/** The lines near the eye, in a region as high as the whole log. */
export function LineList(props: LineListProps) {
  const { source, isWrapped, target } = props;
  const count = source.count();
  const scroller = useView(count, isWrapped);
  const { element, view, now, scrollTo, shiftPx } = scroller;
  const below = useRef<HTMLDivElement>(null);
  const brokenPx = useBrokenPx(view, below);
  useSamePlace(scroller, source, props.isFollowing);
  useFollow(scroller, props.isFollowing, props.onFollow);
  const { first, last, split, px } = paintedRows(view, shiftPx);
  useEffect(() => source.want(first, last), [source, first, last]);
  const isEmpty = count === 0;
  const reached = useRef<Target | null>(null);
  const isFollowing = useRef(props.isFollowing);
  isFollowing.current = props.isFollowing;
  useLayoutEffect(() => {
    // A filter that is still finding its lines is gone through again once there are some.
    if (!target || isEmpty) return;
    // Where other lines are shown, who follows stays at their end.
    if (target === reached.current && isFollowing.current) return;
    reached.current = target;
    if (!element.current) return;
    scrollTo(middleOf(source.rowOf(target.seq), now(), element.current));
    element.current.scrollIntoView({ block: "nearest" });
  }, [target, source, isEmpty, now, scrollTo, element]);
  const rows = (from: number, to: number) => numbers(from, to).map((row) => <Row key={row} {...props} row={row} />);
  return (
    <section
      ref={element}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label="Log lines"
      className={`log-scroll log-virtual ${isWrapped ? "log-wrap" : ""}`}
      onCopy={(event) => copyRows(event, source)}
    >
      {count === 0 && <p className="px-3.5 py-2 text-muted">{source.emptyWords()}</p>}
      {isFlow(view) ? (
        rows(0, count)
      ) : (
        <div className="relative w-full overflow-clip" style={{ height: spacerPx(view) }}>
          <Anchored row={split} px={px + shiftPx} brokenPx={brokenPx} below={below}>
            {[rows(first, Math.floor(split)), rows(Math.floor(split), last + 1)]}
          </Anchored>
        </div>
      )}
    </section>
  );
}

/** The rows to paint, and the point in the scrolled element at which one of them stands. */
function paintedRows(view: View, shiftPx: number): { first: number; last: number; split: number; px: number } {
  if (isFlow(view)) return { first: 0, last: view.count - 1, split: 0, px: 0 };
  const { row, px } = anchorOf(view);
  const above = Math.ceil((px - view.scrollTop) / ROW_PX);
  const fitting = Math.ceil(view.viewPx / ROW_PX);
  const beside = AHEAD + Math.ceil(Math.abs(shiftPx) / ROW_PX);
  const first = Math.max(0, Math.floor(row) - Math.max(0, above) - beside);
  const last = Math.min(view.count - 1, Math.floor(row) + fitting + beside);
  return { first, last, split: row, px };
}

/**
 * Two blocks that meet at a point: rows above it stand on it, rows below hang from it, whatever their heights. Where a
 * row is broken by the point, the part above is as large a share of it as the row's number says.
 */
function Anchored(props: {
  row: number;
  px: number;
  brokenPx: number;
  below: RefObject<HTMLDivElement | null>;
  children: [React.ReactNode, React.ReactNode];
}) {
  const { row, px, brokenPx, below } = props;
  const share = row - Math.floor(row);
  return (
    <div className="absolute left-0 w-full" style={{ top: Math.round(px - share * brokenPx) }}>
      <div className="absolute bottom-0 left-0 w-full">{props.children[0]}</div>
      <div ref={below} className="absolute left-0 top-0 w-full">
        {props.children[1]}
      </div>
    </div>
  );
}

/** How high the row at the point is, which its text decides. */
function useBrokenPx(view: View, below: RefObject<HTMLDivElement | null>): number {
  const [brokenPx, setBrokenPx] = useState(ROW_PX);
  useLayoutEffect(() => {
    if (isExact(view)) return;
    const height = below.current?.firstElementChild?.getBoundingClientRect().height;
    if (height) setBrokenPx(height);
  });
  return brokenPx;
}

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

function Row({ row, source, timeZone, chosen, hit, onChoose }: LineListProps & { row: number }) {
  const frame = source.at(row);
  if (!frame) return <div className="log-line text-muted">…</div>;
  return (
    <Line
      frame={frame}
      timeZone={timeZone}
      isChosen={chosen !== null && frame.seq >= chosen.from && frame.seq <= chosen.to}
      isHit={frame.seq === hit}
      onChoose={onChoose}
    />
  );
}

/** What is marked with the mouse is copied as lines, not as the columns of the table that it looks like. */
function copyRows(event: ClipboardEvent<HTMLElement>, source: LineSource): void {
  const marked = getSelection();
  if (!marked || marked.rangeCount === 0) return;
  const range = marked.getRangeAt(0);
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-seq]")].filter((line) =>
    range.intersectsNode(line),
  );
  if (lines.length < 2) return;
  const frames = lines
    .map((line) => source.at(source.rowOf(Number(line.dataset.seq))))
    .filter((frame) => frame !== undefined);
  event.clipboardData.setData("text/plain", frames.map(rowText).join("\n"));
  event.preventDefault();
}
