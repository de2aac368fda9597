import type { Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

/** Answers under way get this long; streams end at once, because their readers resume elsewhere. */
const GRACE_MS = 5_000;

export type Connections = {
  /** Remembers an answer until it is finished. */
  track: (response: ServerResponse) => void;
  /** Remembers an upgraded socket, which the server itself forgets. */
  trackUpgraded: (socket: Duplex) => void;
  /** Takes no new connection, ends streams, waits for the other answers, closes the rest. */
  close: () => Promise<void>;
};

export function trackConnections(server: Server): Connections {
  const answers = new Set<ServerResponse>();
  const upgraded = new Set<Duplex>();
  return {
    track(response) {
      // Next listens for the end of an answer at many places, we at one more.
      response.setMaxListeners(32);
      answers.add(response);
      response.once("close", () => answers.delete(response));
    },
    trackUpgraded(socket) {
      upgraded.add(socket);
      socket.once("close", () => upgraded.delete(socket));
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      for (const socket of upgraded) socket.end();
      for (const answer of answers) {
        if (isStream(answer)) answer.socket?.destroySoon();
        else if (!answer.headersSent) answer.setHeader("connection", "close");
      }
      await Promise.race([closed, sleep(GRACE_MS)]);
      for (const socket of upgraded) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}

const isStream = (response: ServerResponse): boolean =>
  String(response.getHeader("content-type") ?? "").startsWith("text/event-stream");
