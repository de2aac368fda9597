import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { countFrames } from "#lib/metrics/process";
import { startHealth } from "./health.ts";

const TOKEN = "a-token-for-prometheus";
const open: { close: () => void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function ask(metricsToken: string | undefined, token?: string): Promise<Response> {
  const server = await startHealth(0, "127.0.0.1", { missing: () => [], metricsToken });
  open.push(server);
  const { port } = server.address() as AddressInfo; // safe because it listens on a port
  return fetch(`http://127.0.0.1:${port}/metrics`, token ? { headers: { authorization: `Bearer ${token}` } } : {});
}

it("tells what the worker counts to whoever has the token, and has nothing without one", async () => {
  countFrames(3);
  const answer = await ask(TOKEN, TOKEN);
  const text = await answer.text();
  expect(text).toMatch(/proxbox_frames_written_total [3-9]/);
  expect(text).toContain("proxbox_process_nodejs_eventloop_lag_seconds");
  expect((await ask(TOKEN, "another")).status).toBe(401);
  expect((await ask(undefined, TOKEN)).status).toBe(404);
});
