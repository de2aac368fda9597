import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelJob } from "#lib/jobs/cancel";
import { getJob } from "#lib/jobs/get";
import { syncPaths } from "#lib/sync/sync-paths";
import { asAdmin } from "#lib/testing/actors";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { ask, at, type TestWeb, testWeb } from "#lib/testing/web";
import { GET, POST } from "./[...path]/route.ts";

let rig: SyncRig;
let web: TestWeb;
let operator: Awaited<ReturnType<TestWeb["user"]>>;
beforeAll(async () => {
  rig = await syncRig();
  web = testWeb(rig.open);
  operator = await web.user("operator");
});
afterAll(async () => {
  await web.close();
  await rig.close();
});

const send = (path: string, options: Parameters<typeof ask>[1]) =>
  POST(ask(`/sync/${path}`, { method: "POST", ...options }), at({ path: path.split("/") }));

describe("a sync form", () => {
  it.each(Object.entries(syncPaths))("starts what its address says: %s", async (path, syncType) => {
    const answer = await send(path, { token: operator.token, json: {}, headers: { accept: "application/json" } });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({
      status: "pending",
      params: { sync_types: [syncType], mode: "stages" },
    });
  });

  it("leads a form to its job", async () => {
    const form = { proxmox_endpoint_ids: [String(rig.pveIds[0])] };
    const answer = await send("devices", { cookie: operator.cookie, form, headers: { accept: "text/html" } });
    const location = answer.headers.get("location") ?? "";
    expect([answer.status, location]).toEqual([303, expect.stringMatching(/^\/jobs\/\d+$/)]);
    const job = await getJob(asAdmin(rig.open.db), Number(location.split("/").pop()));
    expect(job.params.proxmox_endpoint_ids).toEqual(rig.pveIds);
  });

  it("answers an event stream with the job of its own, to its end", async () => {
    const answer = await send("storage", { token: operator.token, headers: { accept: "text/event-stream" } });
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    const [newest] = (await rig.open.pool.query("select max(id)::int as id from jobs")).rows;
    await cancelJob(asAdmin(rig.open.db), newest.id);
    expect(await answer.text()).toContain('event: end\ndata: {"status":"failed","outcome":"cancelled"}');
  });

  it("is refused with the field, and starts nothing by a GET or for a viewer", async () => {
    const viewer = await web.user("viewer");
    expect((await send("devices", { token: viewer.token })).status).toBe(403);
    const unknown = await send("devices", { token: operator.token, json: { colour: "red" } });
    expect(await unknown.json()).toMatchObject({ code: "invalid", errors: { colour: [expect.any(String)] } });
    expect((await send("nothing", { token: operator.token })).status).toBe(404);
    expect(GET().status).toBe(405);
  });
});
