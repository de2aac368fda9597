import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import type { Route } from "#lib/http/route";
import { setUpProcess } from "#lib/testing/process";
import { ask, at, PASSWORD, type TestWeb, testWeb } from "#lib/testing/web";
import * as endpoints from "./endpoints/[kind]/route.ts";
import * as jobs from "./jobs/route.ts";
import * as schedules from "./schedules/route.ts";
import * as tokens from "./tokens/route.ts";
import * as users from "./users/route.ts";

let open: OpenDb;
let web: TestWeb;
let admin: Awaited<ReturnType<TestWeb["user"]>>;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  web = testWeb(open);
  admin = await web.user("admin");
});
afterAll(async () => {
  await web.close();
  await open.close();
});

type Named = { id: number; name: string; username: string; url: string };

async function send<T = Named[]>(handler: Route, method: string, json: unknown): Promise<{ status: number; body: T }> {
  const answer = await handler(ask("/api/x", { method, token: admin.token, json }), at({ kind: "proxmox" }));
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as T }; // safe because each caller names it
}

const count = async (table: string) => Number((await open.pool.query(`select count(*) from ${table}`)).rows[0].count);
const auditOf = async (type: string, action: string) =>
  (await open.pool.query("select object_id from audit_log where object_type = $1 and action = $2", [type, action])).rows
    .map((row) => Number(row.object_id))
    .toSorted((a, b) => a - b);

const host = (n: number) => ({ name: `pve${n}`, ip_address: `10.0.0.${n}`, username: "root@pam", password: "x" });
const nouns = [
  {
    name: "users",
    routes: users,
    type: "user",
    good: (n: number) => ({ username: `person${n}`, password: PASSWORD }),
    bad: { username: "", password: PASSWORD },
    change: { role: "operator" },
    at: "username",
  },
  {
    name: "schedules",
    routes: schedules,
    type: "schedule",
    good: (n: number) => ({ name: `nightly ${n}`, interval_minutes: 60 }),
    bad: { name: "", interval_minutes: 60 },
    change: { enabled: false },
    at: "name",
  },
  {
    name: "endpoints",
    routes: endpoints,
    type: "proxmox",
    good: host,
    bad: { ...host(9), name: "" },
    change: { enabled: false },
    at: "name",
  },
] as const;

describe.each(nouns)("several $name at once", ({ routes, type, good, bad, change, at: field }) => {
  it("are created, changed and deleted, each in the audit log", async () => {
    const made = await send(routes.POST, "POST", [good(1), good(2), good(3)]);
    expect([made.status, made.body.length]).toEqual([201, 3]);
    expect(made.body[0]?.url).toMatch(/^http:\/\/console\.test\/api\/plugins\/proxbox\//);
    const ids = made.body.map((row) => row.id);
    expect(await auditOf(type, "create")).toEqual(expect.arrayContaining(ids));
    const changed = await send(
      routes.PATCH,
      "PATCH",
      ids.map((id) => ({ id, ...change })),
    );
    expect(changed.status).toBe(200);
    expect(changed.body.map((row) => row.id)).toEqual(ids);
    for (const row of changed.body) expect(row).toMatchObject(change);
    expect(await auditOf(type, "update")).toEqual(expect.arrayContaining(ids));
    const gone = await send(
      routes.DELETE,
      "DELETE",
      ids.map((id) => ({ id })),
    );
    expect([gone.status, gone.body]).toEqual([204, undefined]);
    expect(await auditOf(type, "delete")).toEqual(expect.arrayContaining(ids));
  });

  it("are all refused when one is wrong, and the answer names each by its index", async () => {
    const before = await count("audit_log");
    const refused = await send<{ code: string; errors: object }>(routes.POST, "POST", [good(4), bad, good(4)]);
    expect(refused.status).toBe(400);
    expect(Object.keys(refused.body.errors)).toEqual([
      `1.${field}`,
      ...(type === "schedule" ? [] : [`2.${field}`, ...(type === "proxmox" ? ["2.domain"] : [])]),
    ]);
    expect(await count("audit_log")).toBe(before);
  });

  it("tell which of them are not there", async () => {
    const refused = await send<{ code: string; errors: object }>(routes.DELETE, "DELETE", [{ id: 9998 }, { id: 9999 }]);
    expect(refused).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(Object.keys(refused.body.errors)).toEqual(["0", "1"]);
    for (const body of [[], {}, [{ name: "x" }], [1]])
      expect((await send(routes.DELETE, "DELETE", body)).status).toBe(400);
  });
});

it("tokens are issued and taken back together", async () => {
  const made = await send<(Named & { token: string })[]>(tokens.POST, "POST", [{ name: "a" }, { name: "b" }]);
  expect(made.body.map((row) => row.token)).toEqual([expect.stringMatching(/^pbx_/), expect.stringMatching(/^pbx_/)]);
  const ids = made.body.map(({ id }) => ({ id }));
  expect((await send(tokens.DELETE, "DELETE", ids)).status).toBe(204);
  expect((await send(tokens.DELETE, "DELETE", ids)).status).toBe(404);
});

it("jobs are put into the queue together or not at all, and only ended ones are deleted", async () => {
  const backend = { name: "backend", ip_address: "10.0.0.1" };
  await endpoints.POST(ask("/api/x", { token: admin.token, json: backend }), at({ kind: "backends" }));
  await send(endpoints.POST, "POST", host(7));
  const before = await count("jobs");
  const many = Array.from({ length: 201 }, () => ({}));
  for (const list of [[{}, { sync_types: ["colour"] }], many]) {
    const refused = await send(jobs.POST, "POST", list);
    expect([refused.status, await count("jobs")]).toEqual([400, before]);
  }
  const made = await send(jobs.POST, "POST", [{ name: "one" }, { name: "two" }]);
  expect(made).toMatchObject({ status: 202, body: [{ name: "one" }, { name: "two" }] });
  const conflict = await send<{ code: string }>(
    jobs.DELETE,
    "DELETE",
    made.body.map(({ id }) => ({ id })),
  );
  expect(conflict).toMatchObject({ status: 409, body: { code: "conflict" } });
});
