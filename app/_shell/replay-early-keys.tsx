"use client";

import { useEffect } from "react";

declare global {
  interface Window {
    /** What was pressed before scripts listened, until they do. */
    earlyKeys?: (KeyboardEvent | MouseEvent)[] & { stop: () => void };
  }
}

/** Presses again what was pressed early, up to the first that something takes: what came after was meant for that. */
export function ReplayEarlyKeys() {
  useEffect(() => {
    const kept = window.earlyKeys;
    if (!kept) return;
    kept.stop();
    window.earlyKeys = undefined;
    for (const event of kept) {
      const target = event.target instanceof Node && event.target.isConnected ? event.target : document;
      if (!target.dispatchEvent(copyOf(event))) return;
    }
  }, []);
  return null;
}

function copyOf(event: KeyboardEvent | MouseEvent): Event {
  const { ctrlKey, metaKey, shiftKey, altKey } = event;
  const init = { ctrlKey, metaKey, shiftKey, altKey, bubbles: true, cancelable: true };
  return event instanceof KeyboardEvent
    ? new KeyboardEvent("keydown", { ...init, key: event.key, code: event.code })
    : new MouseEvent("click", init);
}
