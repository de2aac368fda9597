import type { FeedHost, Transport } from "./events-feed.ts";

const LOCK = "proxbox-events";
const CHANNEL = "proxbox-transport";
const NAMES = ["job", "sync-end", "status"] as const;

const TERMINAL = ["completed", "errored", "failed"];

/** The browser itself. `onTransport` hears what the leading tab uses, whichever tab that is. */
export function browserHost(onTransport: (transport: Transport) => void): FeedHost & { close: () => void } {
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
  let last: Transport = "connecting";
  if (channel) {
    channel.onmessage = (event: MessageEvent<Transport | "ask">) => {
      if (event.data === "ask") channel.postMessage(last);
      else onTransport(event.data);
    };
    channel.postMessage("ask");
  }
  return {
    lead(lead, signal) {
      // Locks exist in secure contexts only: over plain http on a LAN every tab has a connection of its own.
      if (!navigator.locks) return lead();
      const untilStopped = () => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      navigator.locks
        .request(LOCK, { signal }, () => {
          lead();
          return untilStopped();
        })
        .catch(() => {});
    },
    openStream(on) {
      const source = new EventSource("/api/events");
      let wasOpen = false;
      source.onopen = () => {
        wasOpen = true;
        on.open();
      };
      source.onerror = () => {
        // The browser reconnects by itself what was open, unless it gave up; what never opens it would try for ever.
        if (source.readyState === EventSource.CLOSED || !wasOpen) on.lost();
        wasOpen = false;
      };
      for (const event of NAMES) {
        source.addEventListener(event, (message) => on.message({ event, data: JSON.parse(message.data) }));
      }
      return source;
    },
    openSocket(on) {
      const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/plugins/proxbox/ws/`);
      socket.onopen = on.open;
      socket.onclose = on.lost;
      socket.onmessage = (message) => on.message(JSON.parse(String(message.data)));
      return { close: () => socket.close() };
    },
    async liveJobs() {
      const { readLiveJobs } = await import("./wire.ts");
      return readLiveJobs(await getJson("/api/jobs/live")).results.map((job) => job.id);
    },
    async jobEnd(id) {
      const { readEndedJob } = await import("./wire.ts");
      const job = readEndedJob(await getJson(`/api/jobs/${id}`));
      if (!TERMINAL.includes(job.status)) return null;
      return {
        job_id: id,
        ok: job.outcome === "ok" || job.outcome === "warnings",
        outcome: job.outcome,
        message: job.error,
      };
    },
    share(transport) {
      last = transport;
      onTransport(transport);
      channel?.postMessage(transport);
    },
    close: () => channel?.close(),
  };
}

async function getJson(path: string): Promise<unknown> {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}
