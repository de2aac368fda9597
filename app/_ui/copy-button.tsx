"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#ui/button";

const SAID_MS = 2_000;

/** Copies an address of this console, or a text; needs a script and hides without one. */
export function CopyButton({ path, text, label }: { path?: string; text?: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text ?? new URL(path ?? "", location.href).href);
    setCopied(true);
  };
  return (
    <Button type="button" onClick={copy} className="needs-js">
      {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{isCopied ? "Copied" : label}</span>
    </Button>
  );
}
