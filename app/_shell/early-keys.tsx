import { headers } from "next/headers";
import type { ReactNode } from "react";
import { NONCE_HEADER } from "#lib/http/page-headers";
import { ReplayEarlyKeys } from "./replay-early-keys.tsx";

/**
 * Keeps what is pressed before the page's scripts listen: keys that no field takes, and clicks on what opens the
 * palette. Ctrl-K is the browser's own in some browsers, so it is stopped at once.
 */
const KEEP = `{
  const kept = (window.earlyKeys = []);
  const keep = (event) => {
    const opens = event.type === "keydown" && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const letter = event.type === "keydown" && event.key.length === 1 && !event.ctrlKey && !event.metaKey
      && !event.target.closest("input, textarea, select");
    if (opens) event.preventDefault();
    if (opens || letter || (event.type === "click" && event.target.closest("[data-opens-palette]"))) kept.push(event);
  };
  for (const type of ["keydown", "click"]) document.addEventListener(type, keep);
  kept.stop = () => { for (const type of ["keydown", "click"]) document.removeEventListener(type, keep); };
}`;

/** Around all that listens for keys: what was pressed before they did is pressed again once they all do. */
export async function EarlyKeys({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <>
      {/* Browsers hide the nonce from scripts, so the two never look alike. */}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file */}
      <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: KEEP }} />
      {children}
      <ReplayEarlyKeys />
    </>
  );
}
