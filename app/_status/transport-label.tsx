"use client";

import { useEffect, useState } from "react";
import { startEventsFeed, type Transport } from "#data/events-feed";
import { browserHost } from "#data/feed-host";

const words: Record<Transport, { text: string; title: string }> = {
  connecting: { text: "Connecting…", title: "Asking the console to tell this browser when something changes." },
  streaming: { text: "HTTP streaming", title: "Changes arrive by server-sent events." },
  websocket: { text: "WebSocket", title: "Changes arrive by the WebSocket, as the active backend is set up." },
  polling: {
    text: "Using Polling (Server-Only)",
    title: "Nothing else gets through; this browser asks every ten seconds.",
  },
};

/** Opens the browser's one connection for hints, and says which kind it is. */
export function TransportLabel({ wantsSocket }: { wantsSocket: boolean }) {
  const [transport, setTransport] = useState<Transport>("connecting");
  useEffect(() => {
    const host = browserHost(setTransport);
    const feed = startEventsFeed(host, wantsSocket);
    return () => {
      feed.stop();
      host.close();
    };
  }, [wantsSocket]);
  return (
    <span
      className="needs-js min-w-24 text-right text-xs text-muted"
      title={words[transport].title}
      data-transport={transport}
    >
      {words[transport].text}
    </span>
  );
}
