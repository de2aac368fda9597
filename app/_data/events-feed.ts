import { notifySyncEnd, type SyncEnd } from "./sync-end.ts";

/** How this browser hears of changes. Polling is what is left when nothing else gets through. */
export type Transport = "connecting" | "streaming" | "websocket" | "polling";

type Message = { event: string; data: unknown };
type Connection = { close: () => void };

/** What the feed needs of a browser; tests bring their own. */
export type FeedHost = {
  /** Runs `lead` in one tab of all; resolves the lock when the tab goes. Without locks every tab leads itself. */
  lead: (lead: () => void, signal: AbortSignal) => void;
  openStream: (on: { message: (message: Message) => void; open: () => void; lost: () => void }) => Connection;
  openSocket: (on: { message: (message: Message) => void; open: () => void; lost: () => void }) => Connection;
  liveJobs: () => Promise<number[]>;
  jobEnd: (id: number) => Promise<SyncEnd | null>;
  share: (transport: Transport) => void;
};

const TRIES_BEFORE_POLLING = 3;
const RETRY_MS = 3_000;
const POLL_MS = 10_000;
/** While it polls, a push is tried again this often. */
const RETURN_MS = 60_000;

export type FeedHandle = { stop: () => void };

/**
 * One connection per browser: the tab that leads keeps it and tells the others through `notifySyncEnd`. A connection
 * that does not come about three times is replaced by polling until one does; the label on the page says which is in
 * use.
 */
export function startEventsFeed(host: FeedHost, wantsSocket: boolean): FeedHandle {
  const stopped = new AbortController();
  let connection: Connection | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setTimeout> | undefined;
  let isPolling = false;
  let failures = 0;

  const onMessage = ({ event, data }: Message) => {
    if (event === "sync-end") notifySyncEnd(data as SyncEnd); // safe because our own server sends it
  };
  const connect = () => {
    if (stopped.signal.aborted) return;
    const open = wantsSocket ? host.openSocket : host.openStream;
    connection = open({
      message: onMessage,
      open: () => {
        failures = 0;
        isPolling = false;
        clearTimeout(pollTimer);
        host.share(wantsSocket ? "websocket" : "streaming");
      },
      lost: () => {
        connection?.close();
        failures += 1;
        if (failures >= TRIES_BEFORE_POLLING) startPolling();
        timer = setTimeout(connect, isPolling ? RETURN_MS : RETRY_MS);
      },
    });
  };
  const startPolling = () => {
    if (isPolling) return;
    isPolling = true;
    host.share("polling");
    let known: number[] | null = null;
    const poll = async () => {
      try {
        const live = await host.liveJobs();
        const gone = (known ?? []).filter((id) => !live.includes(id));
        known = live;
        for (const end of await Promise.all(gone.map(host.jobEnd))) if (end) notifySyncEnd(end);
      } catch {
        // The next turn asks again.
      }
      if (isPolling && !stopped.signal.aborted) pollTimer = setTimeout(poll, POLL_MS);
    };
    void poll();
  };
  host.lead(connect, stopped.signal);
  return {
    stop: () => {
      stopped.abort();
      clearTimeout(timer);
      clearTimeout(pollTimer);
      connection?.close();
    },
  };
}
