import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLogger } from "#lib/log";
import { runPreviews } from "#lib/sync/run-previews";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { ask, at, type TestWeb, testWeb } from "#lib/testing/web";
import { GET as getEndpoints } from "./endpoints/route.ts";
import { GET, POST } from "./route.ts";

let rig: SyncRig;
let web: TestWeb;
let operator: Awaited<ReturnType<TestWeb["user"]>>;
let viewer: Awaited<ReturnType<TestWeb["user"]>>;
beforeAll(async () => {
  rig = await syncRig({ configured: true });
  web = testWeb(rig.open);
  [operator, viewer] = [await web.user("operator"), await web.user("viewer")];
});
afterAll(async () => {
  await web.close();
  await rig.close();
});

const get = async (query = "") => GET(ask(`/api/preview${query}`, { token: viewer.token }), at());

describe("/api/preview", () => {
  it("is asked for by an operator, from a form or a program, and read by a viewer", async () => {
    expect((await POST(ask("/api/preview", { token: viewer.token, json: {} }), at())).status).toBe(403);
    const form = await POST(ask("/api/preview", { cookie: operator.cookie, form: {} }), at());
    expect([form.status, form.headers.get("location")]).toEqual([303, "/preview"]);
    const json = { proxmox_endpoint_ids: rig.pveIds };
    const answer = await POST(ask("/api/preview", { token: operator.token, json }), at());
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ results: [{ endpoint_name: "lab", status: "pending" }] });
    const unknown = await POST(
      ask("/api/preview", { token: operator.token, json: { proxmox_endpoint_ids: [99] } }),
      at(),
    );
    expect(await unknown.json()).toMatchObject({
      code: "invalid",
      errors: { proxmox_endpoint_ids: [expect.any(String)] },
    });
  });

  it("pages and filters what was found, says when and what it cannot know, and gives it as CSV", async () => {
    await runPreviews(rig.open.db, { log: silentLogger });
    const guests = rig.sim.clusters[0]?.guests ?? [];
    const page = await (await get("?kind=vm&limit=1&ordering=vmid")).json();
    expect(page).toMatchObject({ count: guests.length, results: [{ vmid: guests[0]?.vmid, state: "missing" }] });
    expect(page.next).toContain("offset=1");
    expect((await get("?colour=red")).status).toBe(400);
    const endpoints = await getEndpoints(ask("/api/preview/endpoints", { token: viewer.token }), at());
    expect(await endpoints.json()).toMatchObject({
      results: [{ status: "done", as_of: expect.any(String), limits: expect.arrayContaining([expect.any(String)]) }],
    });
    const csv = await get("?format=csv&state=missing");
    expect(csv.headers.get("content-disposition")).toBe('attachment; filename="preview.csv"');
    expect((await csv.text()).trim().split("\n")).toHaveLength(1 + guests.length + 3);
  });
});
