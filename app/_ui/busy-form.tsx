"use client";

import { LoaderCircle } from "lucide-react";
import { type ComponentProps, type ReactNode, useEffect, useState } from "react";
import { Button } from "#ui/button";

/** One action that takes a while: a native form whose button says at once that it works on it. */
export function BusyForm(props: {
  action: string;
  children: ReactNode;
  /** What the button says meanwhile. */
  busy: string;
  kind?: ComponentProps<typeof Button>["kind"];
  fields?: Record<string, string>;
  disabled?: boolean;
  title?: string;
}) {
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    // Who comes back by the browser's history finds the page as it was left.
    const reset = () => setBusy(false);
    window.addEventListener("pageshow", reset);
    return () => window.removeEventListener("pageshow", reset);
  }, []);
  return (
    <form method="post" action={props.action} onSubmit={() => setBusy(true)} className="inline-flex">
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button kind={props.kind} title={props.title} disabled={props.disabled} aria-disabled={isBusy || undefined}>
        {isBusy && <LoaderCircle size={14} aria-hidden className="motion-safe:animate-spin" />}
        <span aria-live="polite">{isBusy ? props.busy : props.children}</span>
      </Button>
    </form>
  );
}
