import type { WireCheck } from "#lib/status/schema";

type Listener = (check: WireCheck) => void;

const listeners = new Map<string, Set<Listener>>();
let timer: ReturnType<typeof setInterval> | null = null;

/**
 * Asks for the state of an endpoint every so often, for as long as somebody listens; all badges of a page share one
 * timer, and a hidden tab asks nothing. Returns how to stop.
 */
export function pollKeepalive(path: string, everyMs: number, listener: Listener): () => void {
  const known = listeners.get(path) ?? new Set();
  known.add(listener);
  listeners.set(path, known);
  timer ??= setInterval(askAll, everyMs);
  return () => {
    known.delete(listener);
    if (known.size === 0) listeners.delete(path);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function askAll(): void {
  if (document.hidden) return;
  for (const path of listeners.keys()) void ask(path);
}

async function ask(path: string): Promise<void> {
  try {
    const response = await fetch(path, { headers: { accept: "application/json" } });
    if (!response.ok) return;
    const { readCheck } = await import("./wire.ts");
    const check = readCheck(await response.json());
    for (const listener of listeners.get(path) ?? []) listener(check);
  } catch {
    // the badge keeps what it knows, with the time of its check
  }
}
