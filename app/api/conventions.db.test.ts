import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { errorCodes } from "#lib/errors";
import { createSchedule } from "#lib/schedules/save";
import { refreshEndpoint } from "#lib/sync/refresh-endpoint";
import { asAdmin } from "#lib/testing/actors";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { ask, at, ORIGIN, type TestWeb, testWeb } from "#lib/testing/web";
import { createWebhook } from "#lib/webhooks/save";
import { type OpenDoor, readDoors } from "../../bin/openapi/read-doors.ts";

/** What every route does alike, walked over all of them: a new route is judged here without being named here. */
const doors = (await readDoors()).filter((door) => door.permission && door.path !== "/api/[...path]");
const fieldsOf = (schema: z.ZodType | undefined): string[] =>
  Object.keys((schema as z.ZodObject | undefined)?.shape ?? {});
const named = (door: OpenDoor) => ({ ...door, name: `${door.method} ${door.path}` });
const lists = doors
  .filter((door) => door.method === "GET" && fieldsOf(door.spec.query).includes("ordering"))
  .map(named);
const objects = doors
  .filter((door) => door.method === "GET" && door.path.endsWith("/[id]") && !door.path.includes("keepalive"))
  .map(named);
const changes = doors.filter((door) => door.method === "PATCH" && door.path.endsWith("/[id]")).map(named);
const bodies = doors.filter((door) => ["POST", "PATCH", "PUT"].includes(door.method) && door.spec.body).map(named);
/** Streams go on until their reader leaves. */
const isStream = (door: OpenDoor) => /\/stream$|\/events$/.test(door.path);

let rig: SyncRig;
let web: TestWeb;
let admin: Awaited<ReturnType<TestWeb["user"]>>;
/** An id that exists, by the first part of a path. */
let ids: Record<string, number>;

beforeAll(async () => {
  rig = await syncRig({ configured: true, clusters: [{ name: "lab", nodes: 2, guests: 4 }] });
  web = testWeb(rig.open);
  admin = await web.user("admin");
  await refreshEndpoint(rig.open.db, rig.pveIds[0] ?? 0);
  const { id: job } = await rig.enqueue();
  const { id: schedule } = await createSchedule(asAdmin(rig.open.db), { name: "nightly", interval_minutes: 60 });
  const hook = { name: "pager", target_url: "http://127.0.0.1:8080/", events: ["job.ended"] };
  const { id: webhook } = await createWebhook(asAdmin(rig.open.db), hook);
  const { rows } = await rig.open.pool.query<Record<string, number>>(
    "select (select min(id) from vms) vms, (select min(id) from nodes) nodes, (select min(id) from clusters) clusters, (select min(id) from storages) storage, (select min(id) from api_tokens) tokens",
  );
  ids = {
    ...rows[0],
    jobs: job,
    schedules: schedule,
    webhooks: webhook,
    users: admin.id,
    endpoints: rig.pveIds[0] ?? 0,
  };
});
afterAll(async () => {
  await web.close();
  await rig.close();
});

type Options = NonNullable<Parameters<typeof ask>[1]>;

/** Calls a door with parameters that lead to something. */
function call(door: OpenDoor, search = "", options: Options = {}): Promise<Response> {
  const noun = door.path.split("/")[2] ?? "";
  const id = String(ids[noun] ?? 1);
  const kind = door.path.startsWith("/api/sync/") ? "vm" : "proxmox";
  const path = door.path.replace("[id]", id).replace("[kind]", kind);
  const request = ask(path + search, { method: door.method, token: admin.token, ...options });
  return door.handler(request, at({ id, kind, service: "proxmox", path: ["devices"], upid: "x" }));
}

async function problem(answer: Response): Promise<{ code: string; errors?: Record<string, string[]> }> {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("x-request-id")).toMatch(/\S/);
  const body = await answer.json();
  expect(body).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status: answer.status,
    detail: expect.any(String),
    request_id: answer.headers.get("x-request-id"),
  });
  expect(errorCodes).toContain(body.code);
  return body;
}

describe("every list", () => {
  it("is walked here", () => expect(lists.length).toBeGreaterThan(10));

  it.each(lists)("has the envelope, and objects that say where they are: $name", async (door) => {
    const answer = await call(door);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const body = await answer.json();
    expect(Object.keys(body)).toEqual(["count", "next", "previous", "results"]);
    expect(body.count).toBeGreaterThanOrEqual(body.results.length);
    for (const row of body.results) {
      if (!("url" in row)) continue;
      expect(row.url).toMatch(new RegExp(`^${ORIGIN}/api/plugins/proxbox/[a-z-]+/\\d+$`));
      expect(row.display_url).toMatch(/^\//);
    }
  });

  it.each(lists)("pages by absolute links, and 0 means the most there is: $name", async (door) => {
    const whole = await (await call(door, "?limit=0")).json();
    expect([whole.next, whole.previous]).toEqual([null, null]);
    const first = await (await call(door, "?limit=1")).json();
    const { count } = first;
    expect(first.results).toHaveLength(Math.min(1, count));
    if (count < 2) return expect(first.next).toBeNull();
    expect(first.next).toMatch(new RegExp(`^${ORIGIN}/.*limit=1&offset=1`));
    const second = await (await call(door, new URL(first.next).search)).json();
    expect(second.previous).toMatch(/offset=0/);
    expect(second.results).toEqual(whole.results.slice(1, 2));
  });

  it.each(lists)("refuses limits, orders and filters that there are not, naming them: $name", async (door) => {
    for (const [search, field] of [
      ["?limit=1001", "limit"],
      ["?limit=-1", "limit"],
      ["?limit=x", "limit"],
      ["?ordering=colour", "ordering"],
      ["?colour=red", "colour"],
      ["?q=%00", "q"],
    ] as const) {
      const answer = await call(door, search);
      expect([search, answer.status]).toEqual([search, 400]);
      const { code, errors } = await problem(answer);
      expect(code).toBe("invalid");
      expect(Object.keys(errors ?? {})).toContain(field);
    }
  });

  it.each(lists)("orders either way: $name", async (door) => {
    const orders = (door.spec.query as z.ZodObject).shape.ordering as z.ZodDefault<z.ZodEnum>;
    const names = Object.keys((orders.unwrap() as z.ZodEnum).enum ?? {});
    for (const name of names) expect([name, (await call(door, `?ordering=${name}`)).status]).toEqual([name, 200]);
  });

  it.each(lists)("shortens rows by brief and fields: $name", async (door) => {
    const { results } = await (await call(door)).json();
    const names = Object.keys(results[0] ?? { id: 1 });
    const brief = await (await call(door, "?brief=1")).json();
    for (const row of brief.results) expect(Object.keys(row).length).toBeLessThan(names.length);
    const two = await (await call(door, `?fields=${names.slice(0, 2).join(",")}`)).json();
    for (const row of two.results) expect(Object.keys(row).toSorted()).toEqual(names.slice(0, 2).toSorted());
  });

  it.each(lists.filter((door) => fieldsOf(door.spec.query).includes("id")))(
    "takes a repeated filter as OR: $name",
    async (door) => {
      const all = (await (await call(door)).json()).results.slice(0, 2).map((row: { id: number }) => row.id);
      const search = [...all, 999_999].map((id) => `id=${id}`).join("&");
      const { results } = await (await call(door, `?${search}`)).json();
      expect(results.map((row: { id: number }) => row.id).toSorted()).toEqual(all.toSorted());
    },
  );
});

describe("every object", () => {
  it("is walked here", () => expect(objects.length).toBeGreaterThan(8));

  it.each(objects)("carries a weak ETag and is not sent twice: $name", async (door) => {
    const answer = await call(door, "?fields=id,url");
    expect(answer.status).toBe(200);
    const etag = answer.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"/);
    expect(Object.keys(await answer.json()).toSorted()).toEqual(["id", "url"]);
    const again = await call(door, "", { headers: { "if-none-match": `"x", ${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it.each(objects)("is 404 when it is not there, and takes no filter: $name", async (door) => {
    const missing = await door.handler(
      ask("/api/x", { token: admin.token }),
      at({ id: "999999", kind: "proxmox", service: "proxmox" }),
    );
    expect([missing.status, (await problem(missing)).code]).toEqual([404, "not_found"]);
    const filter = await call(door, "?colour=red");
    expect([filter.status, Object.keys((await problem(filter)).errors ?? {})]).toEqual([400, ["colour"]]);
  });

  it.each(changes)("is not changed over somebody else's change: $name", async (door) => {
    const stale = await call(door, "", { json: {}, headers: { "if-match": 'W/"of yesterday"' } });
    expect([stale.status, (await problem(stale)).code]).toEqual([412, "precondition_failed"]);
    const fresh = await call(door, "", { json: {}, headers: { "if-match": "*" } });
    expect(fresh.status).toBe(200);
    expect(fresh.headers.get("etag")).toMatch(/^W\/"/);
  });
});

describe("every read", () => {
  const reads = doors.filter((door) => door.method === "GET" && !isStream(door)).map(named);

  it.each(reads)("names the filter that it does not know: $name", async (door) => {
    const answer = await call(door, "?colour=red");
    expect(answer.status).toBe(400);
    expect(Object.keys((await problem(answer)).errors ?? {})).toContain("colour");
  });
});

describe("what is not there", () => {
  /** Numbers that an address may hold and that no row has. */
  const numbers = [999_999, 473_313_495_063_544, Number.MAX_SAFE_INTEGER, 10 ** 20];
  const formatsOf = (door: OpenDoor) =>
    fieldsOf(door.spec.query).includes("format") ? ["", "?format=csv", "?format=text"] : [""];
  const places = doors.filter((door) => door.path.includes("[id]") && !door.spec.standsFor).map(named);
  const filters = doors
    .filter((door) => door.method === "GET" && !isStream(door))
    .flatMap((door) => fieldsOf(door.spec.query).map((field) => ({ ...named(door), field })))
    .filter(({ field }) => /(^|_)(id|vmid|after|before|seq|offset)$/.test(field));

  it.each(places)("is a 404 before an answer begins, in whichever format: $name", async (door) => {
    for (const number of numbers) {
      for (const search of door.method === "GET" ? formatsOf(door) : [""]) {
        const options = { method: door.method, token: admin.token, ...(door.method === "GET" ? {} : { json: {} }) };
        const place = at({ id: String(number), kind: door.path.includes("/sync/") ? "vm" : "proxmox", upid: "x" });
        const answer = await door.handler(ask(`/api/x${search}`, options), place);
        expect([number, search, [400, 404].includes(answer.status)]).toEqual([number, search, true]);
        await problem(answer);
      }
    }
  });

  it.each(filters)("is found by nobody, or refused as a filter: $name $field", async (door) => {
    for (const number of numbers) {
      for (const search of formatsOf(door).map((text) => `${text || "?"}&${door.field}=${number}`)) {
        const answer = await call(door, search);
        expect([search, [200, 400, 404].includes(answer.status)]).toEqual([search, true]);
        await answer.text();
      }
    }
  });

  it.each(["proxmox_endpoint_ids", "netbox_endpoint_ids", "netbox_vm_ids", "backend_id"])(
    "is refused in a job, naming %s",
    async (field) => {
      const door = doors.find(({ method, path }) => method === "POST" && path === "/api/jobs");
      if (!door) throw new Error("the route is gone");
      for (const number of numbers.slice(1)) {
        const answer = await call(door, "", { json: { [field]: field === "backend_id" ? number : [number] } });
        expect([number, answer.status]).toEqual([number, 400]);
        expect(Object.keys((await problem(answer)).errors ?? {})[0]).toContain(field);
      }
    },
  );
});

describe("every body", () => {
  it("is walked here", () => expect(bodies.length).toBeGreaterThan(15));

  it.each(bodies)("is JSON or a form, of at most 1 MiB: $name", async (door) => {
    const headers = { "content-type": "text/plain" };
    const request = (body: string, type = headers) =>
      new Request(`${ORIGIN}/api/x`, {
        method: door.method,
        body,
        headers: { ...type, authorization: `Bearer ${admin.token}` },
      });
    const place = at({ id: "1", kind: "proxmox", path: ["devices"] });
    const odd = await door.handler(request("name=a"), place);
    expect([odd.status, (await problem(odd)).code]).toEqual([415, "unsupported_media_type"]);
    const json = { "content-type": "application/json" };
    const large = await door.handler(request(JSON.stringify({ name: "x".repeat(1_100_000) }), json), place);
    expect([large.status, (await problem(large)).code]).toEqual([413, "payload_too_large"]);
    const torn = await door.handler(request("{", json), place);
    expect([torn.status, (await problem(torn)).code]).toEqual([400, "invalid"]);
  });

  const singles = bodies.filter((door) => !(door.method === "PATCH" && !door.path.endsWith("/[id]")));
  it.each(singles)("names the fields that it does not know: $name", async (door) => {
    const answer = await call(door, "", { json: { colour: "red" }, cookie: admin.cookie, token: undefined });
    expect(answer.status).toBe(400);
    expect(Object.keys((await problem(answer)).errors ?? {})).toContain("colour");
  });
});

it.each([
  ["GET", "/api/vms", "?netbox_id=17006777363", undefined],
  ["POST", "/api/tokens", "", { name: "a", expires_at: "0020-02-29T00:00:00Z" }],
  ["PATCH", "/api/webhooks/[id]", "", { target_url: "no address" }],
])("refuses what no column can hold instead of failing: %s %s%s", async (method, path, search, json) => {
  const door = doors.find((one) => one.method === method && one.path === path);
  if (!door) throw new Error("the route is gone");
  const answer = await call(door, search, { json });
  expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ code: "invalid" })]);
});
