import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { type Role, systemActor } from "../auth/schema.ts";
import type { Ctx } from "../ctx.ts";
import { setUpProcess } from "../testing/process.ts";
import { createUser } from "../users/create-user.ts";
import { saveUser } from "../users/save.ts";
import { changeToken } from "./change.ts";
import { tokenFromForm } from "./from-form.ts";
import { issueToken } from "./issue.ts";
import { getToken, listTokens } from "./list.ts";
import { revokeToken } from "./revoke.ts";
import { verifyToken } from "./verify.ts";

let open: OpenDb;
let system: Ctx;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  system = { db: open.db, actor: systemActor("test") };
});
afterAll(() => open.close());

let serial = 0;
async function person(role: Role): Promise<Ctx & { userId: number }> {
  const username = `token-owner-${++serial}`;
  const { id } = await createUser(system, { username, role, password: "wooden spoon orchestra" });
  return { db: open.db, actor: { kind: "user", userId: id, username, role }, userId: id };
}
const actorOf = (token: string, address?: string) => verifyToken(open.db, token, address);

describe("an API token", () => {
  it("is shown once, stored as a hash, and never above the role of who makes it", async () => {
    const operator = await person("operator");
    await expect(issueToken(operator, { name: "a", role: "admin" })).rejects.toMatchObject({ code: "invalid" });
    const { token, id } = await issueToken(operator, { name: "a", role: "operator" });
    expect(token).toMatch(/^pbx_[A-Za-z0-9]{12}_[\w-]{43}$/);
    expect(JSON.stringify(await getToken(operator, id))).not.toContain(token.split("_").slice(2).join("_"));
    const { rows } = await open.pool.query("select * from api_tokens where id = $1", [id]);
    expect(JSON.stringify(rows)).not.toContain(token.slice(-20));
  });

  it("acts with the lower of its role and its user's, and not at all when the user is disabled", async () => {
    const admin = await person("admin");
    await person("admin");
    const { token } = await issueToken(admin, { name: "a", role: "admin" });
    expect(await actorOf(token)).toMatchObject({ role: "admin", writeEnabled: true });
    await saveUser(system, admin.userId, { role: "viewer" });
    expect(await actorOf(token)).toMatchObject({ role: "viewer" });
    await saveUser(system, admin.userId, { enabled: false });
    expect(await actorOf(token)).toBeNull();
  });

  it("acts only from its addresses and until it expires", async () => {
    const viewer = await person("viewer");
    const { token } = await issueToken(viewer, { name: "a", allowed_addresses: ["10.0.0.0/8", "fd00::1"] });
    expect(await actorOf(token, "10.1.2.3")).not.toBeNull();
    expect(await actorOf(token, "::ffff:10.1.2.3")).not.toBeNull();
    expect(await actorOf(token, "fd00::1")).not.toBeNull();
    expect(await actorOf(token, "192.168.1.1")).toBeNull();
    expect(await actorOf(token)).toBeNull();
    for (const allowed_addresses of [["10.0.0.0/99"], ["1:2"]])
      await expect(issueToken(viewer, { name: "c", allowed_addresses })).rejects.toMatchObject({ code: "invalid" });
    await open.pool.query("update api_tokens set allowed_addresses = $1 where name = 'a'", [["10.0.0.0/99"]]);
    expect(await actorOf(token, "10.0.0.1")).toBeNull();
    const late = await issueToken(viewer, { name: "b", expires_at: "2001-01-01T00:00:00Z" });
    expect(await actorOf(late.token)).toBeNull();
  });

  it("is seen and taken back by its owner or an admin, and by nobody else", async () => {
    const [owner, other, admin] = [await person("viewer"), await person("operator"), await person("admin")];
    const { token, id } = await issueToken(owner, { name: "mine" });
    expect((await listTokens(other)).map((row) => row.id)).not.toContain(id);
    expect((await listTokens(admin)).map((row) => row.id)).toContain(id);
    await expect(getToken(other, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(revokeToken(other, id)).rejects.toMatchObject({ code: "not_found" });
    await revokeToken(owner, id);
    expect(await actorOf(token)).toBeNull();
  });
});

describe("changing a token", () => {
  it("changes what is named and keeps the rest, and it counts at once", async () => {
    const owner = await person("operator");
    const { id, token } = await issueToken(owner, { name: "a", role: "viewer", allowed_addresses: ["10.0.0.1"] });
    expect(await changeToken(owner, id, { name: "b", write_enabled: false })).toMatchObject({
      ...{ name: "b", role: "viewer", write_enabled: false, expires_at: null, allowed_addresses: ["10.0.0.1"] },
    });
    expect(await actorOf(token, "10.0.0.9")).toBeNull();
    await changeToken(owner, id, { allowed_addresses: null });
    expect(await actorOf(token, "10.0.0.9")).toMatchObject({ writeEnabled: false });
    await changeToken(owner, id, { expires_at: "2001-01-01T00:00:00Z" });
    expect(await actorOf(token, "10.0.0.9")).toBeNull();
    const { rows } = await open.pool.query(
      "select after->>'name' as name from audit_log where object_type = 'token' and action = 'update' and object_id = $1",
      [String(id)],
    );
    expect(rows).toHaveLength(3);
  });

  it("is for its owner and for admins, and never for a lower role than its own", async () => {
    const [owner, other, admin] = [await person("operator"), await person("operator"), await person("admin")];
    const { id } = await issueToken(owner, { name: "a", role: "operator" });
    await expect(changeToken(other, id, { name: "x" })).rejects.toMatchObject({ code: "not_found" });
    const asViewer = { ...owner, actor: { ...owner.actor, role: "viewer" } } as typeof owner;
    await expect(changeToken(asViewer, id, { name: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeToken(owner, id, { role: "admin" })).rejects.toMatchObject({ code: "invalid" });
    expect(await changeToken(admin, id, { name: "x" })).toMatchObject({ name: "x" });
  });
});

describe("the form of a token", () => {
  it("sends text, and empty fields mean none", () => {
    const form = { name: "a", role: "viewer", write_enabled: ["false", "true"], expires_at: "", allowed_addresses: "" };
    expect(tokenFromForm(form)).toEqual({
      ...{ name: "a", role: "viewer", write_enabled: true },
      ...{ expires_at: null, allowed_addresses: null },
    });
    expect(tokenFromForm({ name: "a" })).toEqual({ name: "a" });
    expect(tokenFromForm({ expires_at: "2030-01-02", allowed_addresses: "10.0.0.1, 10.0.0.2\nfd00::1" })).toEqual({
      expires_at: "2030-01-02T23:59:59Z",
      allowed_addresses: ["10.0.0.1", "10.0.0.2", "fd00::1"],
    });
  });
});
