import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "#db/testing";
import { systemActor } from "../auth/schema.ts";
import { openSession, readSession } from "../auth/session.ts";
import type { Ctx } from "../ctx.ts";
import { createUser } from "./create-user.ts";
import { listUsers } from "./list.ts";
import { removeUser } from "./remove.ts";
import { saveUser } from "./save.ts";

let database: Awaited<ReturnType<typeof testDatabase>>;
let ctx: Ctx;
beforeAll(async () => {
  database = await testDatabase();
  ctx = { db: database.db, actor: systemActor("test") };
});
afterAll(() => database.close());

const place = { address: null, userAgent: null };
const create = (username: string, role: string) =>
  createUser(ctx, { username, role, password: "wooden spoon orchestra" });

describe("the last enabled administrator", () => {
  it("cannot be disabled, demoted or deleted", async () => {
    const admin = await create("first", "admin");
    await expect(saveUser(ctx, admin.id, { enabled: false })).rejects.toMatchObject({ code: "conflict" });
    await expect(saveUser(ctx, admin.id, { role: "operator" })).rejects.toMatchObject({ code: "conflict" });
    await expect(removeUser(ctx, admin.id)).rejects.toMatchObject({ code: "conflict" });
    expect(await saveUser(ctx, admin.id, { role: "admin" })).toMatchObject({ role: "admin", enabled: true });
  });

  it("is always left when all step down at the same moment", async () => {
    const admins = [await create("second", "admin"), await create("third", "admin")];
    const all = (await listUsers(ctx)).filter((user) => user.role === "admin");
    const results = await Promise.allSettled(all.map((user) => saveUser(ctx, user.id, { role: "viewer" })));
    expect(results.filter((result) => result.status === "rejected")).toHaveLength(1);
    const left = (await listUsers(ctx)).filter((user) => user.role === "admin");
    expect(left).toHaveLength(1);
    expect(admins).toHaveLength(2);
  });
});

describe("a change of a user", () => {
  it("ends the sessions when role, password or enabled change, and only then", async () => {
    const user = await create("worker", "viewer");
    const first = await openSession(ctx.db, user.id, place);
    await saveUser(ctx, user.id, { username: "Worker", role: "viewer", password: "" });
    expect(await readSession(ctx.db, first, undefined)).toMatchObject({ username: "Worker" });
    await saveUser(ctx, user.id, { role: "operator" });
    expect(await readSession(ctx.db, first, undefined)).toBeNull();
    const second = await openSession(ctx.db, user.id, place);
    await saveUser(ctx, user.id, { enabled: false });
    expect(await readSession(ctx.db, second, undefined)).toBeNull();
  });

  it("refuses a name that is taken, whatever its case, and an unknown field", async () => {
    const user = await create("taken", "viewer");
    await expect(saveUser(ctx, user.id, { username: "WORKER" })).rejects.toMatchObject({
      fields: { username: ['"WORKER" is taken'] },
    });
    await expect(saveUser(ctx, user.id, { colour: "red" })).rejects.toMatchObject({ code: "invalid" });
  });

  it("lets nobody remove or disable oneself", async () => {
    const admin = await create("self", "admin");
    const own: Ctx = {
      db: ctx.db,
      actor: { kind: "user", userId: admin.id, username: admin.username, role: "admin" },
    };
    await expect(removeUser(own, admin.id)).rejects.toThrow("You cannot delete yourself");
    await expect(saveUser(own, admin.id, { enabled: false })).rejects.toThrow("You cannot disable yourself");
  });
});
