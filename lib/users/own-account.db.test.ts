import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { listSessions } from "../auth/list-sessions.ts";
import { type Lockout, openLockout } from "../auth/lockout.ts";
import { revokeOtherSessions, revokeSessionById } from "../auth/revoke-session.ts";
import { type Role, systemActor } from "../auth/schema.ts";
import { openSession, readSession } from "../auth/session.ts";
import type { Ctx } from "../ctx.ts";
import { setUpProcess } from "../testing/process.ts";
import { changeOwnPassword } from "./change-own-password.ts";
import { confirmPassword } from "./confirm-password.ts";
import { createUser } from "./create-user.ts";
import { verifyCredentials } from "./credentials.ts";

let open: OpenDb;
let lockout: Lockout;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  lockout = openLockout(open.pool);
});
afterAll(() => open.close());

const PASSWORD = "wooden spoon orchestra";
let serial = 0;

async function person(role: Role) {
  const system = { db: open.db, actor: systemActor("test") };
  const user = await createUser(system, { username: `person-${++serial}`, role, password: PASSWORD });
  const enter = async (): Promise<{ ctx: Ctx; token: string; sessionId: number }> => {
    const token = await openSession(open.db, user.id, { address: "10.1.1.1", userAgent: "test" });
    const actor = await readSession(open.db, token, "10.1.1.1");
    if (!actor?.sessionId) throw new Error("no session");
    return { ctx: { db: open.db, actor }, token, sessionId: actor.sessionId };
  };
  return { ...user, enter };
}
const isOpen = async (token: string) => (await readSession(open.db, token, undefined)) !== null;

describe("own sessions", () => {
  it("are listed for their user, everybody's for an admin, and never with their token", async () => {
    const viewer = await person("viewer");
    const [first, second] = [await viewer.enter(), await viewer.enter()];
    const admin = await (await person("admin")).enter();
    const own = await listSessions(second.ctx);
    expect(own.map((session) => [session.id, session.is_current])).toEqual([
      [second.sessionId, true],
      [first.sessionId, false],
    ]);
    expect(JSON.stringify(own)).not.toContain(second.token);
    expect((await listSessions(admin.ctx)).map((session) => session.id)).toContain(first.sessionId);
  });

  it("end one by one or all others at once; nobody ends those of others but an admin", async () => {
    const viewer = await person("viewer");
    const sessions = [await viewer.enter(), await viewer.enter(), await viewer.enter()] as const;
    const stranger = await (await person("operator")).enter();
    const admin = await (await person("admin")).enter();
    await expect(revokeSessionById(stranger.ctx, sessions[0].sessionId)).rejects.toMatchObject({ code: "not_found" });
    await revokeSessionById(admin.ctx, sessions[0].sessionId);
    expect(await isOpen(sessions[0].token)).toBe(false);
    expect(await revokeOtherSessions(sessions[1].ctx)).toBe(1);
    expect([await isOpen(sessions[1].token), await isOpen(sessions[2].token)]).toEqual([true, false]);
  });
});

describe("the own password", () => {
  it("is changed by entering the old one, and ends the other sessions", async () => {
    const viewer = await person("viewer");
    const [here, elsewhere] = [await viewer.enter(), await viewer.enter()];
    const change = (body: unknown) => changeOwnPassword({ ctx: here.ctx, lockout }, body);
    await expect(change({ current_password: "wrong", password: "another long sentence" })).rejects.toMatchObject({
      fields: { current_password: ["is not your password"] },
    });
    await expect(change({ current_password: PASSWORD, password: "short" })).rejects.toThrow("password: is too short");
    await change({ current_password: PASSWORD, password: "another long sentence" });
    expect([await isOpen(here.token), await isOpen(elsewhere.token)]).toEqual([true, false]);
    expect(await verifyCredentials(open.db, viewer.username, "another long sentence")).not.toBeNull();
  });

  it("is counted when it is entered again, and remembered as just entered", async () => {
    const here = await (await person("admin")).enter();
    await open.pool.query("update sessions set reauthenticated_at = now() - interval '1 hour'");
    const parts = { ctx: here.ctx, lockout };
    for (let n = 0; n < 5; n += 1) await expect(confirmPassword(parts, "wrong")).rejects.toThrow("is not your");
    await expect(confirmPassword(parts, PASSWORD)).rejects.toMatchObject({ code: "rate_limited" });
    await open.pool.query("delete from rate_limits");
    await confirmPassword(parts, PASSWORD);
    const actor = await readSession(open.db, here.token, undefined);
    expect(Date.now() - (actor?.reauthenticatedAt?.getTime() ?? 0)).toBeLessThan(60_000);
  });

  it("is nothing that an API token can enter", async () => {
    const { id, username } = await person("viewer");
    const ctx: Ctx = { db: open.db, actor: { kind: "user", userId: id, username, role: "viewer", tokenId: 1 } };
    await expect(confirmPassword({ ctx, lockout }, PASSWORD)).rejects.toMatchObject({ code: "forbidden" });
  });
});
