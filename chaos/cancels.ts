import type { SeenRequest } from "#lib/simulator/recorder";
import type { Span } from "./spans.ts";

/** A cancel of whatever ran for an endpoint, by the id that the endpoint has at the backend. */
export type Cancel = { remoteId: string; atMs: number };

/** From each cancel until the stream that was open then was closed from our side. */
export function cancelSpans(requests: readonly SeenRequest[], cancels: readonly Cancel[]): Span[] {
  const streams = requests.filter((request) => request.side === "backend" && request.path.endsWith("/stream"));
  return cancels.flatMap(({ remoteId, atMs }) =>
    streams
      .filter((stream) => stream.query.proxmox_endpoint_ids === remoteId && stream.openedAt <= atMs && stream.aborted)
      .filter(({ closedAt }) => closedAt !== null && closedAt > atMs)
      .map(({ closedAt }) => ({ from: atMs, to: closedAt ?? atMs })),
  );
}
