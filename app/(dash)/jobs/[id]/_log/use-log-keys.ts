"use client";

import { useEffect } from "react";

/** Key → what it does and the words for it. */
export type LogKeys = Record<string, { run: () => void; words: string }>;

/** Keys of the viewer; typing into a field is left alone. */
export function useLogKeys(keys: LogKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const key = keys[event.key];
      if (!key) return;
      event.preventDefault();
      key.run();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [keys]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
