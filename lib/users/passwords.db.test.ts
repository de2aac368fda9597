import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "#db/testing";
import { systemActor } from "../auth/schema.ts";
import { openSession, readSession } from "../auth/session.ts";
import type { Ctx } from "../ctx.ts";
import { createUser } from "./create-user.ts";
import { verifyCredentials } from "./credentials.ts";
import { getUserByName, listUsers } from "./list.ts";
import { setPassword } from "./set-password.ts";

let database: Awaited<ReturnType<typeof testDatabase>>;
let ctx: Ctx;
beforeAll(async () => {
  database = await testDatabase();
  ctx = { db: database.db, actor: systemActor("test") };
});
afterAll(() => database.close());

const place = { address: null, userAgent: null };

describe("a new password", () => {
  it("replaces the old one and ends the sessions that were opened with it", async () => {
    const user = await createUser(ctx, { username: "Ada", password: "first-long-password", role: "operator" });
    const session = await openSession(ctx.db, user.id, place);
    expect(await readSession(ctx.db, session, undefined)).toMatchObject({ username: "Ada" });
    await setPassword(ctx, user.id, "second-long-password");
    expect(await readSession(ctx.db, session, undefined)).toBeNull();
    expect(await verifyCredentials(ctx.db, "ada", "first-long-password")).toBeNull();
    expect(await verifyCredentials(ctx.db, "ada", "second-long-password")).toMatchObject({ id: user.id });
  });

  it("keeps the session of an admin who changes the own one", async () => {
    const user = await createUser(ctx, { username: "grace", password: "first-long-password", role: "admin" });
    const session = await openSession(ctx.db, user.id, place);
    const actor = await readSession(ctx.db, session, undefined);
    if (!actor) throw new Error("no session");
    await setPassword({ db: ctx.db, actor }, user.id, "second-long-password");
    expect(await readSession(ctx.db, session, undefined)).not.toBeNull();
  });

  it("is refused when it is short, and when the user does not exist", async () => {
    const { id } = await getUserByName(ctx, "grace");
    await expect(setPassword(ctx, id, "short")).rejects.toThrow("password: is too short");
    await expect(setPassword(ctx, 99_999, "second-long-password")).rejects.toThrow("There is no user 99999.");
    await expect(getUserByName(ctx, "nobody")).rejects.toThrow('username: there is no user "nobody"');
  });

  it("is never part of the list of users", async () => {
    const users = await listUsers(ctx);
    expect(users.map((user) => user.username)).toEqual(["Ada", "grace"]);
    expect(JSON.stringify(users)).not.toContain("argon2");
  });
});
