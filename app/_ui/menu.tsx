"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * A menu that opens without JavaScript (`<details>`); with it, Escape closes it and gives the focus back to its button,
 * and a click outside or the focus going on closes it, too. On a phone it is as wide as the screen, wherever its button stands.
 */
export function Menu(props: {
  label: ReactNode;
  name: string;
  children: ReactNode;
  align?: "left" | "right";
  className?: string;
}) {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => closeFromOutside(element.current), []);
  return (
    <details ref={element} className={`sm:relative ${props.className ?? ""}`}>
      <summary
        aria-label={props.name}
        className="inline-flex min-h-7 list-none items-center gap-1.5 whitespace-nowrap rounded-md border border-line-strong bg-surface px-2.5 text-sm font-medium hover:bg-surface-2 [&::-webkit-details-marker]:hidden"
      >
        {props.label}
      </summary>
      <div
        className={`absolute z-30 mt-1 min-w-48 rounded-lg border border-line-strong bg-surface p-1 max-sm:inset-x-4 sm:top-full ${props.align === "left" ? "sm:left-0" : "sm:right-0"}`}
      >
        {props.children}
      </div>
    </details>
  );
}

function closeFromOutside(details: HTMLDetailsElement | null): () => void {
  if (!details) return () => {};
  const onPointer = (event: PointerEvent) => {
    if (details.open && !details.contains(event.target as Node)) details.open = false;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary")?.focus();
  };
  const onLeave = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !details.contains(relatedTarget)) details.open = false;
  };
  details.addEventListener("focusout", onLeave);
  document.addEventListener("pointerdown", onPointer);
  document.addEventListener("keydown", onKey);
  return () => {
    details.removeEventListener("focusout", onLeave);
    document.removeEventListener("pointerdown", onPointer);
    document.removeEventListener("keydown", onKey);
  };
}

export const menuItem =
  "flex min-h-8 w-full items-center gap-2 rounded-md px-2.5 text-left text-sm text-text no-underline hover:bg-surface-2 hover:no-underline";
