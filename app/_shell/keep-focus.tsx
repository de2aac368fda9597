"use client";

import { useEffect } from "react";

/** What an update takes away leaves its focus to the part of the page that it was in, instead of to nothing. */
export function KeepFocus() {
  useEffect(keepFocus, []);
  return null;
}

/** Parts of a page that are told by name to who comes into them. */
const PARTS = "section, dialog, nav, aside, main";

function keepFocus(): () => void {
  let last: Element | null = null;
  let around: Element[] = [];
  const remember = (event: FocusEvent) => {
    if (!(event.target instanceof Element)) return;
    last = event.target;
    around = partsAround(last);
  };
  const restore = () => {
    if (!last || !hasNoFocus() || isThere(last)) return;
    last = null;
    const part = around.find(isThere);
    if (part) enter(part);
  };
  const forget = () => {
    // What is taken away tells that the focus leaves before it is gone.
    setTimeout(() => {
      restore();
      if (hasNoFocus()) last = null;
    });
  };
  const changes = new MutationObserver(restore);
  changes.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("focusin", remember);
  document.addEventListener("focusout", forget);
  return () => {
    changes.disconnect();
    document.removeEventListener("focusin", remember);
    document.removeEventListener("focusout", forget);
  };
}

const hasNoFocus = (): boolean => document.activeElement === null || document.activeElement === document.body;

const isThere = (element: Element): boolean =>
  element.isConnected && !element.matches(":disabled") && element.getClientRects().length > 0;

/** From the inside to the outside. */
function partsAround(element: Element): Element[] {
  const part = element.parentElement?.closest(PARTS);
  return part ? [part, ...partsAround(part)] : [];
}

function enter(part: Element): void {
  if (!(part instanceof HTMLElement)) return;
  if (!part.hasAttribute("tabindex")) {
    part.tabIndex = -1;
    part.addEventListener("blur", () => part.removeAttribute("tabindex"), { once: true });
  }
  part.focus({ preventScroll: true });
}
