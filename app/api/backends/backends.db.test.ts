import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { ask, at, type TestWeb, testWeb } from "#lib/testing/web";
import { GET as readLogs } from "./[id]/logs/route.ts";
import { GET as followLogs } from "./[id]/logs/stream/route.ts";
import { POST as refresh } from "./[id]/openapi/refresh/route.ts";
import { GET as readOpenapi } from "./[id]/openapi/route.ts";

let rig: SyncRig;
let web: TestWeb;
let operator: Awaited<ReturnType<TestWeb["user"]>>;
let viewer: Awaited<ReturnType<TestWeb["user"]>>;
beforeAll(async () => {
  rig = await syncRig();
  rig.sim.backend.logs.push({
    id: "1",
    timestamp: "2026-11-25T10:00:00+00:00",
    level: "ERROR",
    module: "proxbox",
    message: "the first line of a backend",
    operation_id: null,
    operation: null,
    phase: null,
    resource_type: null,
    resource_id: null,
    expandable: null,
  });
  web = testWeb(rig.open);
  operator = await web.user("operator");
  viewer = await web.user("viewer");
});
afterAll(async () => {
  await web.close();
  await rig.close();
});

const backend = () => at({ id: String(rig.backendId) });

describe("the log of a backend", () => {
  it("is read through the console, filtered, by operators", async () => {
    const answer = await readLogs(ask("/api/x?limit=5&errors_only=true", { token: operator.token }), backend());
    expect(await answer.json()).toMatchObject({ count: expect.any(Number), results: expect.any(Array) });
    expect((await readLogs(ask("/api/x", { token: viewer.token }), backend())).status).toBe(403);
    expect((await readLogs(ask("/api/x", { token: operator.token }), at({ id: "999" }))).status).toBe(404);
  });

  it("is searched by words and times that the backend itself cannot filter by", async () => {
    const read = async (query: string) =>
      (await readLogs(ask(`/api/x?${query}`, { token: operator.token }), backend())).json();
    expect(await read("q=First+LINE")).toMatchObject({
      count: 1,
      results: [{ message: expect.stringContaining("first line") }],
    });
    expect(await read("q=never+written")).toMatchObject({ count: 0, has_more: false, results: [] });
    expect(await read("until=2026-11-25T09:59:59Z")).toMatchObject({ results: [] });
    expect(await read("until=2026-11-25T10:00:00Z")).toMatchObject({ results: [{ id: 1 }] });
  });

  it("is followed as a stream that ends with its reader", async () => {
    const answer = await followLogs(ask("/api/x", { token: operator.token }), backend());
    const reader = answer.body?.getReader();
    let seen = "";
    while (reader && !seen.includes("event: log")) {
      const { done, value } = await reader.read();
      if (done) break;
      seen += new TextDecoder().decode(value);
    }
    expect(seen).toContain('"level"');
    await reader?.cancel();
  });
});

describe("the OpenAPI document of a backend", () => {
  it("is read once, kept for its release, and read again when asked", async () => {
    const read = async () => (await readOpenapi(ask("/api/x", { token: viewer.token }), backend())).json();
    const first = await read();
    expect(first.operations.length).toBeGreaterThan(10);
    expect((await read()).fetched_at).toBe(first.fetched_at);
    expect(rig.sim.requests("/openapi.json")).toHaveLength(1);
    const again = await refresh(ask("/api/x", { method: "POST", token: operator.token }), backend());
    expect(again.status).toBe(200);
    expect(rig.sim.requests("/openapi.json")).toHaveLength(2);
  });
});
