import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A backend of one purpose, as a process of its own: whatever is asked, `?frames=N` of about 325 bytes each are
 * answered as an event stream, as fast as they are taken (N is a multiple of 200 then) or at `?per_second=N`. Says its port when it listens.
 */
const FRAMES_PER_CHUNK = 200;
const TICK_MS = 10;

function frame(at: number, total: number): string {
  const data = {
    event: "item_progress",
    phase: "virtual-machines",
    status: at % 3 === 0 ? "completed" : "processing",
    operation: "updated",
    message: `Synced virtual_machine vm-${at}, sent ${Date.now()}`,
    progress: { current: at, total, percent: Math.floor((at * 100) / total) },
    item: { name: `vm-${at % 1000}`, type: "virtual_machine", netbox_id: at % 1000 },
    sent_ms: Date.now(),
    note: "x".repeat(40),
  };
  return `event: item_progress\ndata: ${JSON.stringify(data)}\n\n`;
}

const complete = (count: number) =>
  `event: complete\ndata: ${JSON.stringify({ ok: true, message: "Stage completed.", result: { count } })}\n\n`;

const write = async (response: ServerResponse, text: string | Buffer): Promise<void> => {
  if (response.write(text) || response.destroyed) return;
  const turn = new AbortController();
  await Promise.race(["drain", "close"].map((event) => once(response, event, { signal: turn.signal }).catch(() => {})));
  turn.abort();
};

/** As fast as it is taken: always the same bytes, so that making them costs the machine nothing. */
async function flood(response: ServerResponse, frames: number): Promise<void> {
  const chunk = Buffer.from(Array.from({ length: FRAMES_PER_CHUNK }, (_, at) => frame(at + 1, frames)).join(""));
  for (let sent = 0; sent < frames && !response.destroyed; sent += FRAMES_PER_CHUNK) await write(response, chunk);
  response.end(complete(frames));
}

/** So many in a second, each with the time at which it was sent. */
async function pace(response: ServerResponse, frames: number, perSecond: number): Promise<void> {
  const startMs = performance.now();
  for (let sent = 0; sent < frames && !response.destroyed; ) {
    const due = Math.min(frames, Math.ceil(((performance.now() - startMs) / 1000) * perSecond));
    let text = "";
    while (sent < due) text += frame(++sent, frames);
    if (text) await write(response, text);
    await sleep(TICK_MS);
  }
  response.end(complete(frames));
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://backend");
  if (!url.searchParams.has("frames")) {
    response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  const frames = Number(url.searchParams.get("frames"));
  const perSecond = Number(url.searchParams.get("per_second") ?? 0);
  void (perSecond > 0 ? pace(response, frames, perSecond) : flood(response, frames));
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once("disconnect", () => process.exit(0));
