import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { GET } from "../../app/api/events/route.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { cancelJob } from "../jobs/cancel.ts";
import { setSingleton } from "../singleton.ts";
import { testEndpoint } from "../status/test-endpoint.ts";
import { asAdmin } from "../testing/actors.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { ask, at, type TestWeb, testWeb } from "../testing/web.ts";
import { openFeedSocket } from "./socket.ts";

let rig: SyncRig;
let web: TestWeb;
beforeAll(async () => {
  rig = await syncRig();
  web = testWeb(rig.open);
});
afterAll(async () => {
  setSingleton("feed", undefined);
  await web.close();
  await rig.close();
});

async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, text: string): Promise<string> {
  let seen = "";
  while (!seen.includes(text)) {
    const { done, value } = await reader.read();
    if (done) break;
    seen += new TextDecoder().decode(value);
  }
  return seen;
}

describe("hints for open tabs", () => {
  it("tell over SSE how a job stands and that it ended", async () => {
    const viewer = await web.user("viewer");
    const answer = await GET(ask("/api/events", { cookie: viewer.cookie }), at());
    const reader = answer.body?.getReader();
    if (!reader) throw new Error("no body");
    await readUntil(reader, ": hints");
    const job = await rig.enqueue({ name: "Nightly" });
    await cancelJob(asAdmin(rig.open.db), job.id);
    const seen = await readUntil(reader, "sync-end");
    expect(seen).toContain(`event: job\ndata: {"job_id":${job.id},"status":"failed"}`);
    expect(seen).toContain(`"ok":false,"outcome":"cancelled","message":"Nightly was cancelled."`);
    await reader.cancel();
    expect((await GET(ask("/api/events"), at())).status).toBe(401);
  });

  it("tell which endpoint changed to what, and say nothing of a look that found the same", async () => {
    const viewer = await web.user("viewer");
    const answer = await GET(ask("/api/events", { cookie: viewer.cookie }), at());
    const reader = answer.body?.getReader();
    if (!reader) throw new Error("no body");
    await readUntil(reader, ": hints");
    // A hint that names nobody: what was known before it is read now, so that the look below is a change.
    await publish(rig.open.db, topics.status);
    await readUntil(reader, "event: status");
    const look = () => testEndpoint(asAdmin(rig.open.db), "backends", rig.backendId);
    await look();
    const told = { service: "fastapi", endpoint_id: rig.backendId, status: "success" };
    expect(await readUntil(reader, '"status":"success"')).toContain(`event: status\ndata: ${JSON.stringify(told)}`);
    await look();
    const job = await rig.enqueue();
    await cancelJob(asAdmin(rig.open.db), job.id);
    expect(await readUntil(reader, "sync-end")).not.toContain("event: status");
    await reader.cancel();
  });

  it("tell the same over the WebSocket, to the same session and from our own pages only", async () => {
    const viewer = await web.user("viewer");
    const upgrade = openFeedSocket();
    const server = createServer();
    server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const connect = (headers: Record<string, string>) => new WebSocket(`ws://${host}/plugins/proxbox/ws/`, { headers });
    const refused = (socket: WebSocket) =>
      new Promise<number | undefined>((resolve) => {
        socket.on("unexpected-response", (_, response) => resolve(response.statusCode));
        socket.on("error", () => {});
      });
    expect(await refused(connect({}))).toBe(401);
    expect(await refused(connect({ cookie: viewer.cookie, origin: "http://evil.test" }))).toBe(403);
    const socket = connect({ cookie: viewer.cookie, origin: `http://${host}` });
    await new Promise((resolve) => socket.once("open", resolve));
    const told = new Promise<string>((resolve) => {
      socket.on("message", (data) => String(data).includes("sync-end") && resolve(String(data)));
    });
    const job = await rig.enqueue();
    await cancelJob(asAdmin(rig.open.db), job.id);
    expect(JSON.parse(await told)).toMatchObject({ event: "sync-end", data: { job_id: job.id, outcome: "cancelled" } });
    socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  });
});
