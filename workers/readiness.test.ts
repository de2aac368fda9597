import { expect, it } from "vitest";
import type { Logger } from "#lib/log";
import { startHealth } from "./health.ts";
import { openReadiness, readinessTeller } from "./readiness.ts";

it("a worker is ready while it takes jobs and has all it needs, and says on its port what is missing", async () => {
  const readiness = openReadiness();
  let isConnected = true;
  readiness.need("the database's notifications", () => isConnected);
  const server = await startHealth(0, "127.0.0.1", readiness);
  const { port } = server.address() as { port: number };
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return [response.status, await response.json()];
  };
  expect(await ask("/readyz")).toEqual([
    503,
    { status: "down", missing: [expect.stringContaining("does not take jobs")] },
  ]);
  readiness.setTaking(true);
  expect(await ask("/readyz")).toEqual([200, { status: "up", missing: [] }]);
  isConnected = false;
  expect(await ask("/readyz")).toEqual([503, { status: "down", missing: ["the database's notifications"] }]);
  expect(await ask("/healthz")).toEqual([200, { status: "up" }]);
  server.close();
});

it("every change is told once in the log and in the worker's row", async () => {
  const readiness = openReadiness();
  let isConnected = true;
  readiness.need("notifications", () => isConnected);
  readiness.setTaking(true);
  const told: unknown[] = [];
  const log = {
    info: (text: string) => told.push(text),
    warn: (facts: unknown, text: string) => told.push([text, facts]),
  } as unknown as Logger; // safe because only these two are called
  const written: string[][] = [];
  const look = readinessTeller(readiness, { setMissing: async (missing) => void written.push(missing) }, log);
  for (const now of [true, true, false, false, true]) {
    isConnected = now;
    await look();
  }
  expect(told).toEqual([["not ready", { missing: ["notifications"] }], "ready again"]);
  expect(written).toEqual([["notifications"], []]);
});
