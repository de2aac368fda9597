import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { permissionRoles, roleAtLeast } from "#lib/auth/permissions";
import { roles } from "#lib/auth/schema";
import { setUpProcess } from "#lib/testing/process";
import { ask, at, type TestWeb, testWeb } from "#lib/testing/web";
import { issueToken } from "#lib/tokens/issue";
import { type OpenDoor, readDoors } from "../../bin/openapi/read-doors.ts";
import { DOCUMENT_FILE, documentText } from "../../bin/openapi.ts";

/** Open to strangers by design: they say no more than up or down, or are how a stranger gets in. */
const OPEN = new Set([
  "GET /api/healthz",
  "GET /api/readyz",
  "GET /api/metrics",
  "POST /api/session/login",
  "POST /api/session/setup",
  "GET /api/session/sso",
  "GET /api/session/sso/callback",
  "GET /sync/[...path]",
]);

const nameOf = (door: Pick<OpenDoor, "method" | "path">): string => `${door.method} ${door.path}`;
const doors = (await readDoors()).map((door) => ({ ...door, name: nameOf(door) }));
const guarded = doors.filter((door) => !OPEN.has(nameOf(door)));

let open: OpenDb;
let web: TestWeb;
type Person = Awaited<ReturnType<TestWeb["user"]>>;
let people: Record<(typeof roles)[number], Person>;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  web = testWeb(open);
  people = { viewer: await web.user("viewer"), operator: await web.user("operator"), admin: await web.user("admin") };
});
afterAll(async () => {
  await web.close();
  await open.close();
});

const isMutation = (door: OpenDoor) => door.method !== "GET";
const path = "/api/any/1";
const nowhere = at({ id: "1", kind: "proxmox", path: ["devices"], command: "x" });
const call = async (door: OpenDoor, options: Parameters<typeof ask>[1]) =>
  (await door.handler(ask(path, { method: door.method, ...options }), nowhere)).status;

describe("every route", () => {
  it("there is goes through the door and names a permission of the one table", () => {
    expect(doors.length).toBeGreaterThan(30);
    const without = guarded
      .filter((door) => !((door.permission ?? "none") in permissionRoles))
      .map((door) => nameOf(door));
    expect(without).toEqual([]);
    expect(
      [...OPEN].filter((name) => name !== "GET /api/metrics" && !doors.some((door) => nameOf(door) === name)),
    ).toEqual([]);
  });

  it.each(guarded)("refuses strangers, and cookies and tokens that are not ours: $name", async (door) => {
    expect(await call(door, {})).toBe(401);
    expect(await call(door, { cookie: "proxbox-session=made-up" })).toBe(401);
    expect(await call(door, { token: "pbx_0123456789ab_made-up-made-up-made-up" })).toBe(401);
  });

  it.each(guarded.flatMap((door) => roles.map((role) => ({ ...door, role }))))(
    "lets nobody below its role in: $name for $role",
    async ({ role, ...door }) => {
      const needed = permissionRoles[door.handler.permission];
      if (roleAtLeast(role, needed)) return expect(needed).not.toBe("admin-only");
      expect(await call(door, { cookie: people[role].cookie })).toBe(403);
      expect(await call(door, { token: people[role].token })).toBe(403);
    },
  );
});

describe("every mutation", () => {
  const mutations = guarded.filter(isMutation);

  it.each(mutations)("of a cookie comes from our own pages: $name", async (door) => {
    const headers = { "sec-fetch-site": "cross-site" };
    expect(await call(door, { cookie: people.admin.cookie, headers })).toBe(403);
  });

  it("needs a token that may write", async () => {
    const { id, username } = people.admin;
    const ctx = { db: open.db, actor: { kind: "user" as const, userId: id, username, role: "admin" as const } };
    const issued = await issueToken(ctx, { name: "reads", role: "admin", write_enabled: false });
    for (const door of mutations)
      expect([nameOf(door), await call(door, { token: issued.token })]).toEqual([nameOf(door), 403]);
  });
});

it("the document of the interface is as the routes are; `npm run openapi` writes it again", async () => {
  expect(JSON.parse(readFileSync(DOCUMENT_FILE, "utf8"))).toEqual(JSON.parse(await documentText()));
});
