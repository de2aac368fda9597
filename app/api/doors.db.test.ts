import { globSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { permissionRoles, roleAtLeast } from "#lib/auth/permissions";
import { roles } from "#lib/auth/schema";
import type { Route } from "#lib/http/route";
import { setUpProcess } from "#lib/testing/process";
import { ask, at, type TestWeb, testWeb } from "#lib/testing/web";
import { issueToken } from "#lib/tokens/issue";

const ROOT = join(import.meta.dirname, "..");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
/** Open to strangers by design: they say no more than up or down, or are how a stranger gets in. */
const OPEN = new Set([
  "GET /api/healthz",
  "GET /api/readyz",
  "GET /api/metrics",
  "POST /api/session/login",
  "POST /api/session/setup",
  "GET /sync/[...path]",
]);

type Door = { name: string; method: (typeof METHODS)[number]; handler: Route };

const files = globSync("**/route.ts", { cwd: ROOT }).toSorted();
const doors: Door[] = [];
for (const file of files) {
  const module: Record<string, unknown> = await import(join(ROOT, file));
  const path = `/${relative(ROOT, join(ROOT, file)).replace(/\/route\.ts$/, "")}`;
  for (const method of METHODS) {
    const handler = module[method];
    // safe because Next calls exactly these exports as handlers
    if (handler) doors.push({ name: `${method} ${path}`, method, handler: handler as Route });
  }
}
const guarded = doors.filter((door) => !OPEN.has(door.name));

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

const isMutation = (door: Door) => door.method !== "GET";
const path = "/api/any/1";
const nowhere = at({ id: "1", kind: "proxmox", path: ["devices"], command: "x" });
const call = async (door: Door, options: Parameters<typeof ask>[1]) =>
  (await door.handler(ask(path, { method: door.method, ...options }), nowhere)).status;

describe("every route", () => {
  it("there is goes through the door and names a permission of the one table", () => {
    expect(doors.length).toBeGreaterThan(30);
    const without = guarded.filter((door) => !(door.handler.permission in permissionRoles)).map((door) => door.name);
    expect(without).toEqual([]);
    expect(
      [...OPEN].filter((name) => name !== "GET /api/metrics" && !doors.some((door) => door.name === name)),
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
      expect([door.name, await call(door, { token: issued.token })]).toEqual([door.name, 403]);
  });
});
