import type { Card } from "#lib/inventory/schema";

/** Asks for the card of an endpoint every so often while the tab is seen. Returns how to stop. */
export function pollCard(endpointId: number, everyMs: number, listener: (card: Card) => void): () => void {
  const stopped = new AbortController();
  const ask = async () => {
    if (document.hidden) return;
    try {
      const response = await fetch(`/api/card-data?endpoint_id=${endpointId}`, { signal: stopped.signal });
      if (!response.ok) return;
      const { readCard } = await import("./wire.ts");
      listener(readCard(await response.json()));
    } catch {
      // the next turn asks again
    }
  };
  const timer = setInterval(ask, everyMs);
  return () => {
    clearInterval(timer);
    stopped.abort();
  };
}
