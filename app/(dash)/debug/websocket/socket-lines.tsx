"use client";

import { useEffect, useState } from "react";
import { RawText } from "#ui/raw-text";

const MAX_LINES = 200;

/** Whatever arrives at `/plugins/proxbox/ws/`, as it arrives. */
export function SocketLines() {
  const [state, setState] = useState("connecting");
  const [lines, setLines] = useState<string[]>([]);
  useEffect(() => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/plugins/proxbox/ws/`);
    socket.onopen = () => setState("open");
    socket.onclose = (event) => setState(`closed (${event.code})`);
    socket.onmessage = (message) => {
      const line = `${new Date().toISOString()} ${String(message.data)}`;
      setLines((known) => [...known, line].slice(-MAX_LINES));
    };
    return () => socket.close();
  }, []);
  return (
    <>
      <noscript>
        <p className="px-3.5 py-3 text-muted">This part needs JavaScript: it is a WebSocket of the browser.</p>
      </noscript>
      <p className="needs-js px-3.5 py-2 text-xs text-muted">Channel: {state}</p>
      {lines.length > 0 && <RawText label="Messages" text={lines.join("\n")} className="px-3.5 pb-3" />}
    </>
  );
}
