/** What a sync ended with, as pages hear it. */
export type SyncEnd = { job_id: number; ok: boolean; outcome: string | null; message: string | null };

const NAME = "proxbox-sync-end";
const local = new EventTarget();
let channel: BroadcastChannel | null = null;

function openChannel(): BroadcastChannel | null {
  if (typeof BroadcastChannel === "undefined") return null;
  if (channel) return channel;
  channel = new BroadcastChannel(NAME);
  channel.onmessage = (event: MessageEvent<SyncEnd>) => tell(event.data);
  return channel;
}

const tell = (end: SyncEnd) => local.dispatchEvent(new CustomEvent(NAME, { detail: end }));

/** Calls back whenever a sync ends, in this tab or in another one. Returns how to stop. */
export function onSyncEnd(listener: (end: SyncEnd) => void): () => void {
  openChannel();
  const onEvent = (event: Event) => listener((event as CustomEvent<SyncEnd>).detail);
  local.addEventListener(NAME, onEvent);
  return () => local.removeEventListener(NAME, onEvent);
}

/** Tells this tab and every other one that a sync ended. */
export function notifySyncEnd(end: SyncEnd): void {
  tell(end);
  openChannel()?.postMessage(end);
}
