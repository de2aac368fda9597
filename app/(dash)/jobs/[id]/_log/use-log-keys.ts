"use client";

import { useEffect } from "react";
import { isTyping, offerKeys } from "#data/keys";

/** Key → what it does and the words for it. */
export type LogKeys = Record<string, { run: () => void; words: string }>;

/** Keys of the viewer; typing into a field is left alone. They stand in the map that `?` opens. */
export function useLogKeys(keys: LogKeys): void {
  useEffect(() => {
    const withdraw = offerKeys(
      "Log",
      Object.entries(keys).map(([key, { words }]) => [key, words]),
    );
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const key = keys[event.key];
      if (!key || document.querySelector("dialog[open], [role=dialog]")) return;
      event.preventDefault();
      key.run();
    };
    document.addEventListener("keydown", onKey);
    return () => {
      withdraw();
      document.removeEventListener("keydown", onKey);
    };
  }, [keys]);
}
