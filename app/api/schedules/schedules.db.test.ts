import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { ask, at, type TestWeb, testWeb } from "#lib/testing/web";
import { PATCH, POST as POST_ONE, PUT } from "./[id]/route.ts";
import { POST as RUN } from "./[id]/run/route.ts";
import { GET, POST } from "./route.ts";

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

const post = (form: Record<string, string | string[]>) =>
  POST(ask("/api/schedules", { cookie: operator.cookie, form, headers: { referer: "http://console.test/" } }), at());
const list = async () =>
  (await (await GET(ask("/api/schedules", { token: operator.token }), at())).json()) as {
    count: number;
    results: { id: number; url: string }[];
  };
const create = async (json: object) => {
  const answer = await POST(ask("/api/schedules", { token: operator.token, json }), at());
  return { status: answer.status, body: (await answer.json()) as { id: number; url: string; code?: string } };
};

describe("the schedule forms", () => {
  it("never create a schedule when nothing was entered", async () => {
    const untouched = {
      name: "Scheduled sync",
      sync_types: "all",
      start_at: "",
      interval_minutes: "",
      timezone: "UTC",
    };
    const answer = await post(untouched);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/");
    expect((await list()).count).toBe(0);
  });

  it("read the time in the chosen zone and lead to the list", async () => {
    const answer = await post({
      name: "Night",
      sync_types: ["devices", "storage"],
      start_at: "2036-07-01T03:00",
      timezone: "Europe/Berlin",
    });
    expect(answer.status).toBe(303);
    const [row] = (await list()).results;
    expect(answer.headers.get("location")).toBe(`/schedules#schedule-${row?.id}`);
    expect(row).toMatchObject({
      start_at: "2036-07-01T01:00:00.000Z",
      interval_minutes: null,
      cron: null,
      params: { sync_types: ["devices", "storage"] },
    });
  });
});

describe("the schedule routes", () => {
  it("create with 201 and a place, and start a job with 202", async () => {
    const { status, body } = await create({ name: "hourly", interval_minutes: 60 });
    expect(status).toBe(201);
    expect(body.url).toBe(`http://console.test/api/plugins/proxbox/schedules/${body.id}`);
    const params = at({ id: String(body.id) });
    const run = await RUN(ask(`/api/schedules/${body.id}/run`, { method: "POST", token: operator.token }), params);
    expect(run.status).toBe(202);
    expect(await run.json()).toMatchObject({ status: "pending", schedule_id: body.id });
  });

  it("take back what a NetBox client read, and name unknown fields", async () => {
    const { body } = await create({ name: "saved back", interval_minutes: 60 });
    const send = (json: object) => ask(`/api/schedules/${body.id}`, { method: "PUT", token: operator.token, json });
    const saved = await PUT(send({ ...body, name: "renamed" }), at({ id: String(body.id) }));
    expect(await saved.json()).toMatchObject({ name: "renamed", interval_minutes: 60 });
    const refused = await PATCH(send({ colour: "red" }), at({ id: String(body.id) }));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: { colour: ["is not a field of this object"] } });
  });

  it("remove by a native form", async () => {
    const { body } = await create({ name: "short-lived", interval_minutes: 60 });
    const request = ask(`/api/schedules/${body.id}`, { cookie: operator.cookie, form: { _method: "DELETE" } });
    const answer = await POST_ONE(request, at({ id: String(body.id) }));
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/schedules"]);
    expect((await list()).results.map((row) => row.id)).not.toContain(body.id);
  });
});
