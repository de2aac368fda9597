import { afterEach, describe, expect, it } from "vitest";
import { rememberSecret } from "../redact.ts";
import { backendOn, recordedReply } from "../testing/backend.ts";
import { failure, json, type Respond, serve } from "../testing/http-server.ts";
import { BackendLogQuery, followBackendLogs, readBackendLogs } from "./logs.ts";
import { readActiveRuns, readSyncActive } from "./sync-active.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function backend(respond: Respond) {
  const server = await serve(respond);
  closers.push(server.close);
  return { ctx: backendOn(server.port), paths: () => server.seen.map(({ path }) => path) };
}

const entry = (id: number, more: Record<string, unknown> = {}) => ({
  ...{
    id: String(id),
    timestamp: "2026-11-23T08:49:52.821473+00:00",
    level: "INFO",
    module: "sync",
    message: `line ${id}`,
  },
  ...{ operation_id: null, operation: null, phase: null, resource_type: null, resource_id: null, expandable: null },
  ...more,
});

describe("the log of a backend", () => {
  it("is read newest first, with its colour codes stripped", async () => {
    const { ctx, paths } = await backend((_request, response) => json(response, 200, recordedReply("logs")));
    const page = await readBackendLogs(ctx, { limit: 3, since: "2026-11-23T08:00:00Z" });
    expect(page).toMatchObject({ total: 75, hasMore: true });
    expect(page.entries.map(({ id, module }) => [id, module])).toEqual([
      [75, "exception"],
      [74, "proxmox_core"],
      [73, "proxmox_core"],
    ]);
    expect(page.entries[0]?.message).toContain("No result found for Proxmox Sessions");
    expect(paths()).toEqual(["/admin/logs?limit=3&since=2026-11-23T08%3A00%3A00Z"]);
  });

  it("loses every secret, also in tracebacks", async () => {
    rememberSecret("hunter2-hunter2");
    const logs = [entry(1, { message: "used hunter2-hunter2", expandable: { traceback: "at hunter2-hunter2\n" } })];
    const { ctx } = await backend((_request, response) => json(response, 200, { logs, total: 1, has_more: false }));
    const { entries } = await readBackendLogs(ctx, {});
    expect(entries[0]).toMatchObject({ message: "used [redacted]", traceback: "at [redacted]\n" });
  });

  it("is filtered by one of level and errors only, which the backend would mix up", async () => {
    const { ctx, paths } = await backend((_request, response) => json(response, 200, { logs: [], total: 0 }));
    await readBackendLogs(ctx, { level: "ERROR", newer_than_id: 5 });
    await readBackendLogs(ctx, { level: "ERROR", errors_only: true });
    expect(paths()).toEqual(["/admin/logs?newer_than_id=5&level=ERROR", "/admin/logs?errors_only=true"]);
  });

  it("is asked only for what the backend accepts", () => {
    expect(BackendLogQuery.safeParse({ level: "error" }).success).toBe(false);
    expect(BackendLogQuery.safeParse({ limit: 5001 }).success).toBe(false);
    expect(BackendLogQuery.safeParse({ since: "yesterday" }).success).toBe(false);
    expect(BackendLogQuery.safeParse({ level: "ERROR", limit: 5000, since: "2026-11-23T08:00:00+01:00" }).success).toBe(
      true,
    );
  });

  it("is followed from a line on until the reader leaves", async () => {
    const closed = Promise.withResolvers<void>();
    const { ctx, paths } = await backend((_request, response) => {
      response.on("close", () => closed.resolve());
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`: keepalive\n\nevent: log\ndata: ${JSON.stringify(entry(8))}\n\nevent: log\ndata: nonsense\n\n`);
      response.write(`event: other\ndata: {}\n\nevent: log\ndata: ${JSON.stringify(entry(9))}\n\n`);
    });
    const ids: number[] = [];
    for await (const { id } of followBackendLogs(ctx, { newer_than_id: 7 })) {
      ids.push(id);
      if (id === 9) break;
    }
    expect(ids).toEqual([8, 9]);
    expect(paths()).toEqual(["/admin/logs/stream?newer_than_id=7"]);
    await closed.promise;
  });

  it("says so when the backend hangs up", async () => {
    const { ctx } = await backend((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).end();
    });
    const error = await failure(followBackendLogs(ctx, {}).next());
    expect(error).toMatchObject({ code: "backend_protocol", details: { interrupted: true } });
  });
});

describe("running syncs of a backend", () => {
  it("are told with what they are", async () => {
    const idle = await backend((_request, response) => json(response, 200, recordedReply("sync-active")));
    expect(await readSyncActive(idle.ctx)).toBe(false);
    const run = { id: "5f", kind: "full-update", started_at: "2026-11-23T08:47:14.581437Z" };
    const busy = await backend((_request, response) => json(response, 200, { active: true, ...run, runs: [run] }));
    expect(await readActiveRuns(busy.ctx)).toEqual({ active: true, runs: [run] });
    expect(busy.paths()).toEqual(["/sync/active"]);
  });
});
