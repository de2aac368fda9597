"use client";

import { useEffect, useRef, useState } from "react";

/** A voice that speaks more often is switched off. */
const PAUSE_MS = 5_000;

/** Reads changes out to those who do not see them: the newest, and at most one in five seconds. */
export function LiveRegion({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const saidAtMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const waitMs = Math.max(0, saidAtMs.current + PAUSE_MS - performance.now());
    const timer = setTimeout(() => {
      saidAtMs.current = performance.now();
      setSaid(text);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span aria-live="polite" className="sr-only">
      {said}
    </span>
  );
}
