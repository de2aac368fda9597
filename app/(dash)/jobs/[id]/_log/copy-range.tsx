"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { MAX_COPIED, readLines } from "./copy-lines.ts";
import type { LineRange } from "./line-range.ts";

/** Copies the chosen lines as text. */
export function CopyRange({ jobId, range }: { jobId: number; range: LineRange }) {
  const [state, setState] = useState<"ready" | "copied" | "failed">("ready");
  const count = range.to - range.from + 1;
  const words = count === 1 ? "Copy line" : `Copy ${count} lines`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await readLines(jobId, range));
      setState("copied");
    } catch {
      setState("failed");
    }
  };
  if (count > MAX_COPIED) return <span className="text-muted">{count} lines: too many to copy, download the log</span>;
  return (
    <button type="button" id="copy-lines" className="inline-flex min-h-6 items-center gap-1 text-accent" onClick={copy}>
      {state === "copied" ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      {state === "ready" ? words : state === "copied" ? "Copied" : "The browser refused to copy"}
    </button>
  );
}
