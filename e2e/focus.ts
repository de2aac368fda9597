import type { Page } from "@playwright/test";

/** Where the focus is: what is wrong with the place, if anything. */
export type Stop = { what: string; faults: string[]; isNew: boolean };

declare global {
  interface Window {
    /** Every element that had the focus on this walk. */
    focused: Set<Element>;
  }
}

/** More stops than a page has: who is not through by then never will be. */
const MOST = 600;

/** Goes through a page with the key that leads on, from its start to its end, and tells every stop. */
export async function walk(page: Page, key: "Tab" | "Shift+Tab" = "Tab"): Promise<Stop[]> {
  await page.evaluate(() => {
    window.focused = new Set();
  });
  const stops: Stop[] = [];
  while (stops.length < MOST) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(lookAtFocus);
    if (!stop?.isNew) return stops;
    stops.push(stop);
  }
  return [...stops, { what: "the end of the page", faults: [`is not reached after ${MOST} stops`], isNew: true }];
}

/** Judged in the page: what has the focus, null for nothing. */
export function lookAtFocus(): Stop | null {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const isNew = !window.focused.has(element);
  window.focused.add(element);
  const faults: string[] = [];
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const overlap = (one: typeof screen, two: typeof screen) => ({
    left: Math.max(one.left, two.left),
    top: Math.max(one.top, two.top),
    right: Math.min(one.right, two.right),
    bottom: Math.min(one.bottom, two.bottom),
  });
  const isEmpty = ({ left, top, right, bottom }: typeof screen) => right - left < 1 || bottom - top < 1;

  // What shows of it: the screen, and what each frame around it lets through.
  let frame = screen;
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (around === document.documentElement || around === document.body) break;
    const { overflowX, overflowY, position } = getComputedStyle(around);
    if (overflowX !== "visible" || overflowY !== "visible") frame = overlap(frame, around.getBoundingClientRect());
    if (position === "fixed") break;
  }
  const shown = overlap(frame, box);
  if (isEmpty(shown)) faults.push("is not on the screen");
  else {
    const isSmall = box.height <= 120;
    if (isSmall && shown.bottom - shown.top < box.height - 1) faults.push("is cut");
    const points = [0.1, 0.5, 0.9].flatMap((y) => [0.1, 0.5, 0.9].map((x) => [x, y] as const));
    const free = points.filter(([x, y]) => {
      const hit = document.elementFromPoint(
        shown.left + (shown.right - shown.left) * x,
        shown.top + (shown.bottom - shown.top) * y,
      );
      return hit !== null && (element.contains(hit) || hit.contains(element));
    });
    // A field may hold a button of its own; a third of it does not hide it.
    if (free.length < (isSmall ? 6 : 1))
      faults.push(`is hidden behind something at ${points.length - free.length} of ${points.length} points`);
  }

  const ring = Number.parseFloat(style.outlineWidth);
  if (!element.matches(":focus-visible") || style.outlineStyle === "none" || !(ring > 0)) faults.push("has no ring");
  else {
    const out = Number.parseFloat(style.outlineOffset) + ring;
    const sides = {
      left: box.left - out >= frame.left - 1,
      top: box.top - out >= frame.top - 1,
      right: box.right + out <= frame.right + 1,
      bottom: box.bottom + out <= frame.bottom + 1,
    };
    const cut = Object.entries(sides).flatMap(([side, isThere]) => (isThere ? [] : [side]));
    // Of what is higher than the screen, the sides are seen.
    if (cut.length > 2) faults.push(`has a ring cut at ${cut.join(", ")}`);
  }
  const name = element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40);
  return { what: `${element.tagName.toLowerCase()} ${element.id} "${name}"`, faults, isNew };
}
