import { setSingleton, singleton } from "../singleton.ts";

const NAME = "net.forwarded-peers";
const KEPT_PEERS = 20;

export type ForwardedPeer = { address: string; seenAt: Date };

/** The web process begins to remember who sends proxy headers without being trusted. */
export function watchForwardedPeers(): void {
  setSingleton(NAME, new Map<string, Date>());
}

/** A peer that no `TRUSTED_PROXIES` names sent such a header; it was dropped. */
export function noteForwardedPeer(address: string, now = new Date()): void {
  const peers = singleton<Map<string, Date> | null>(NAME, () => null);
  if (!peers) return;
  peers.delete(address);
  peers.set(address, now);
  for (const oldest of peers.keys()) {
    if (peers.size <= KEPT_PEERS) break;
    peers.delete(oldest);
  }
}

/** Those peers, the newest last; null in a process that sees no requests. */
export function forwardedPeers(): ForwardedPeer[] | null {
  const peers = singleton<Map<string, Date> | null>(NAME, () => null);
  return peers && [...peers].map(([address, seenAt]) => ({ address, seenAt }));
}
