import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";

let sim: Simulator | null = null;

afterEach(async () => {
  await sim?.close();
  sim = null;
});

/** Opens a socket, sends the key, and collects what comes until `last` fits or it closes. */
async function talk(options: SimulatorOptions, ask: { path: string; key?: string; say?: string[]; last?: RegExp }) {
  sim = await startSimulator({ configured: true, ...options });
  const socket = new WebSocket(`${sim.url.replace("http", "ws")}${ask.path}`);
  const said: string[] = [];
  const end = Promise.withResolvers<{ code?: number; reason?: string; status?: number }>();
  socket.on("open", () => {
    socket.send(JSON.stringify({ api_key: ask.key ?? sim?.apiKey }));
    for (const text of ask.say ?? []) socket.send(text);
  });
  socket.on("message", (data) => {
    said.push(String(data));
    if (ask.last?.test(String(data))) socket.close();
  });
  socket.on("unexpected-response", (_request, answer) => end.resolve({ status: answer.statusCode }));
  socket.on("error", () => undefined);
  socket.on("close", (code, reason) => end.resolve({ code, reason: String(reason) }));
  return { ...(await end.promise), said };
}

describe("the simulated WebSockets", () => {
  it("refuse commands in the newer release unless it runs in its legacy mode", async () => {
    expect((await talk({}, { path: "/ws" })).status).toBe(403);
  });

  it("close with the text of a bad key", async () => {
    const { code, reason } = await talk({ executionMode: "legacy" }, { path: "/ws", key: "wrong" });
    expect([code, reason]).toEqual([4_001, "Invalid API key. 4 attempts remaining."]);
  });

  it("echo a command, stream the old frames and end each stage", async () => {
    const last = /"object": "device", "end": true/;
    const { said } = await talk({ version: "0.0.19.post5" }, { path: "/ws", say: ["Sync Nodes"], last });
    expect(said.slice(0, 3)).toEqual(["Connected!", "Connected 2!", "Sync Nodes"]);
    expect(JSON.parse(said.at(-2) ?? "")).toMatchObject({ object: "device", data: { completed: true } });
  });

  it("mark every frame with the run and end with a verdict when asked in an envelope", async () => {
    const say = [JSON.stringify({ command: "Full Update Sync", run_id: "run-12345678" })];
    const { said } = await talk({ executionMode: "legacy" }, { path: "/ws", say, last: /"full-update"/ });
    expect(said.slice(2).every((text) => text.includes('"run_id": "run-12345678"'))).toBe(true);
    expect(JSON.parse(said.at(-1) ?? "")).toMatchObject({
      end: true,
      stages: { devices: "completed", "virtual-machines": "completed" },
    });
  });
});
