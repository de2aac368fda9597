/** A line's number is a link: the smallest height that fingers and WCAG 2.2 allow. */
export const ROW_PX = 24;

export type View = {
  scrollTop: number;
  /** Height of the scrolling region. */
  viewPx: number;
  /** Rows there are. */
  count: number;
  /** The highest element that the browser can lay out. */
  maxPx: number;
  /** Are rows as high as their text? Else all are of one height. */
  isWrapped: boolean;
};

/** Height of what stands for all rows. Above `maxPx` a pixel stands for more than one. */
export const spacerPx = ({ count, maxPx }: Pick<View, "count" | "maxPx">): number => Math.min(count * ROW_PX, maxPx);

/** Does a row stand where its number says, to the pixel? Then nothing is painted anew for a short way. */
export const isExact = (view: Pick<View, "count" | "maxPx" | "isWrapped">): boolean =>
  !view.isWrapped && view.count * ROW_PX <= view.maxPx;

/** So many broken lines a browser lays out at once, and then each is as high as it is. */
const FLOW_ROWS = 200;

/** Are all rows painted one after another? What they need is not known by their number. */
export const isFlow = (view: Pick<View, "count" | "isWrapped">): boolean => view.isWrapped && view.count <= FLOW_ROWS;

/** So many rows are scrolled past before others are painted. */
const STEP = 10;

/** A row, which may be a broken one, and where in the scrolled element it stands. */
export type Anchor = { row: number; px: number };

/**
 * Which row stands where. Rows may be higher than `ROW_PX`: the row at the top decides, and over the last screen of the
 * way more and more the one at the bottom, so that the end is the end.
 */
export function anchorOf(view: View): Anchor {
  const topRow = topRowOf(view);
  if (isExact(view)) {
    const row = Math.floor(topRow / STEP) * STEP;
    return { row, px: row * ROW_PX };
  }
  const lastTopPx = Math.max(0, view.count * ROW_PX - view.viewPx);
  const wayPx = Math.min(view.viewPx, lastTopPx);
  const share = wayPx === 0 ? 0 : clamp((topRow * ROW_PX - (lastTopPx - wayPx)) / wayPx, 0, 1);
  const belowTopPx = share * view.viewPx;
  const scrollTop = clamp(view.scrollTop, 0, Math.max(0, spacerPx(view) - view.viewPx));
  return { row: Math.min(view.count, topRow + belowTopPx / ROW_PX), px: scrollTop + belowTopPx };
}

/** The row at the top of the view; the part of it that is scrolled away follows the point. */
export function topRowOf(view: Omit<View, "isWrapped">): number {
  const wayPx = spacerPx(view) - view.viewPx;
  if (wayPx <= 0) return 0;
  const allPx = view.count * ROW_PX - view.viewPx;
  return (clamp(view.scrollTop, 0, wayPx) / wayPx) * (allPx / ROW_PX);
}

/** Where to scroll so that this row stands at the top. */
export function scrollTopOf(row: number, view: Omit<View, "scrollTop" | "isWrapped">): number {
  const wayPx = Math.max(0, spacerPx(view) - view.viewPx);
  const allPx = view.count * ROW_PX - view.viewPx;
  return allPx <= 0 ? 0 : clamp((row * ROW_PX) / allPx, 0, 1) * wayPx;
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
