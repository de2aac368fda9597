import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WireCheck } from "#lib/status/schema";
import { pollKeepalive } from "./keepalive-poller.ts";

const EVERY_MS = 30_000;
let asked: string[] = [];
let isHidden = false;

const check = (path: string): WireCheck => ({
  service: "proxmox",
  endpoint_id: Number(path.split("/").at(-1)),
  status: "success",
  reachable: true,
  authenticated: true,
  version: "9.0",
  target_address: null,
  target_port: null,
  served_by: null,
  authentication: "success",
  api_access: "success",
  detail: "",
  http_status: 200,
  warnings: [],
  layers: [],
  latency_ms: 4,
  checked_at: null,
  changed_at: null,
  next_check_at: null,
});

beforeEach(() => {
  asked = [];
  isHidden = false;
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return Response.json(check(path));
  });
  vi.spyOn(document, "hidden", "get").mockImplementation(() => isHidden);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the badges of a page", () => {
  it("ask for an endpoint once however many of them show it, and all hear the answer", async () => {
    const heard: number[] = [];
    const stops = [1, 2].map(() => pollKeepalive("/keepalive/7", EVERY_MS, (found) => heard.push(found.endpoint_id)));
    stops.push(pollKeepalive("/keepalive/8", EVERY_MS, (found) => heard.push(found.endpoint_id)));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    await vi.waitFor(() => expect(heard.toSorted()).toEqual([7, 7, 8]));
    expect(asked).toEqual(["/keepalive/7", "/keepalive/8"]);
    for (const stop of stops) stop();
  });

  it("ask nothing while the tab is hidden, and go on when it is seen again", async () => {
    const stop = pollKeepalive("/keepalive/7", EVERY_MS, () => {});
    isHidden = true;
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(asked).toEqual([]);
    isHidden = false;
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(asked).toEqual(["/keepalive/7"]);
    stop();
  });

  it("leave no timer behind when the last one goes", () => {
    const stops = [1, 2].map(() => pollKeepalive("/keepalive/7", EVERY_MS, () => {}));
    stops[0]?.();
    expect(vi.getTimerCount()).toBe(1);
    stops[1]?.();
    expect(vi.getTimerCount()).toBe(0);
  });
});
