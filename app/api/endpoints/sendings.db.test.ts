import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { createEndpoint } from "#lib/endpoints/create";
import { asAdmin } from "#lib/testing/actors";
import { setUpProcess } from "#lib/testing/process";
import { ask, at, PASSWORD, type TestWeb, testWeb } from "#lib/testing/web";
import { POST as confirm } from "../session/confirm/route.ts";
import { PATCH as change, DELETE as remove } from "./[kind]/[id]/route.ts";
import { POST as create } from "./[kind]/route.ts";

let open: OpenDb;
let web: TestWeb;
let admin: Awaited<ReturnType<TestWeb["user"]>>;
let ids: { first: number; second: number; netbox: number; pve: number };

beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  web = testWeb(open);
  admin = await web.user("admin");
  const ctx = asAdmin(open.db);
  const add = async (kind: "backends" | "netbox" | "proxmox", values: object) =>
    (await createEndpoint(ctx, kind, { ip_address: "10.9.0.1", ...values })).id;
  ids = {
    first: await add("backends", { name: "first", is_default: true }),
    second: await add("backends", { name: "second" }),
    netbox: await add("netbox", { name: "main", token: "netbox-token-value" }),
    pve: await add("proxmox", { name: "pve", username: "root@pam", password: "proxmox-password" }),
  };
});
afterAll(async () => {
  await web.close();
  await open.close();
});
/** The password was entered too long ago. */
beforeEach(() => open.pool.query("update sessions set reauthenticated_at = now() - interval '11 minutes'"));

const patch = (kind: string, id: number, json: object, as: object = { cookie: admin.cookie }) =>
  change(ask(`/api/endpoints/${kind}/${id}`, { method: "PATCH", json, ...as }), at({ kind, id: String(id) }));
const post = (json: object) =>
  create(ask("/api/endpoints/backends", { json, cookie: admin.cookie }), at({ kind: "backends" }));

const messageOf = async (answer: Response): Promise<string> => {
  const problem = (await answer.json()) as { code: string; errors?: Record<string, string[]> };
  expect([answer.status, problem.code]).toEqual([403, "forbidden"]);
  return problem.errors?.confirm_password?.[0] ?? "";
};

describe("a change that sends credentials to a new place", () => {
  it("asks for the own password again and names what would be sent, and changes nothing until then", async () => {
    const message = await messageOf(await patch("proxmox", ids.pve, { backend_id: ids.second }));
    expect(message).toContain("the credentials of Proxmox endpoint pve → backend second");
    const { rows } = await open.pool.query("select backend_id from proxmox_endpoints");
    expect(rows).toEqual([{ backend_id: null }]);
  });

  it.each([
    ["creates a backend", () => post({ name: "third", ip_address: "10.9.0.3" })],
    ["changes a backend's address", () => patch("backends", ids.first, { port: 8801 })],
    ["changes a backend's TLS", () => patch("backends", ids.first, { use_https: true })],
    ["stops checking a backend's certificate", () => patch("backends", ids.second, { verify_ssl: false })],
    ["makes another backend the default", () => patch("backends", ids.second, { is_default: true })],
    ["switches the default backend off", () => patch("backends", ids.first, { enabled: false })],
    [
      "makes a backend write to another NetBox",
      async () => {
        const ctx = asAdmin(open.db);
        const other = { name: `other-${Date.now()}`, ip_address: "10.9.0.9", token: "another-token-value" };
        const { id } = await createEndpoint(ctx, "netbox", other);
        return patch("backends", ids.first, { netbox_endpoint_id: id });
      },
    ],
    [
      "deletes the backend that was the default",
      () => {
        const path = { kind: "backends", id: String(ids.first) };
        return remove(
          ask(`/api/endpoints/backends/${ids.first}`, { method: "DELETE", cookie: admin.cookie }),
          at(path),
        );
      },
    ],
  ])("is asked about when it %s", async (_, work) => {
    expect(await messageOf(await work())).toMatch(/own password/);
  });

  it("is done with the password in the form, is asked once in ten minutes, and is written down", async () => {
    const wrong = await patch("proxmox", ids.pve, { backend_id: ids.second, confirm_password: "not it at all" });
    expect([wrong.status, (await wrong.json()).errors]).toEqual([400, { confirm_password: ["is not your password"] }]);
    expect((await patch("proxmox", ids.pve, { backend_id: ids.second, confirm_password: PASSWORD })).status).toBe(200);
    expect((await patch("proxmox", ids.pve, { backend_id: null })).status).toBe(200);
    const { rows } = await open.pool.query(
      "select username, after, address from audit_log where action = 'send-credentials' and username = $1 order by id",
      [admin.username],
    );
    expect(rows.map(({ after }) => after.sent)).toEqual([
      ["the credentials of Proxmox endpoint pve → backend second"],
      ["the credentials of Proxmox endpoint pve → backend first"],
    ]);
    expect(JSON.stringify(rows)).not.toContain("proxmox-password");
  });

  it("is done after the password was entered on its own", async () => {
    const entered = await confirm(
      ask("/api/session/confirm", { json: { password: PASSWORD }, cookie: admin.cookie }),
      at(),
    );
    expect(entered.status).toBe(204);
    expect((await post({ name: "fourth", ip_address: "10.9.0.4" })).status).toBe(201);
  });

  it("brings a native form back with the message at the password, which is not kept", async () => {
    const form = { _method: "PATCH", backend_id: String(ids.second), confirm_password: "wrong password here" };
    const request = ask(`/api/endpoints/proxmox/${ids.pve}`, {
      form,
      cookie: admin.cookie,
      headers: { referer: "http://console.test/endpoints/proxmox/1/edit" },
    });
    const answer = await change.withBody(request, at({ kind: "proxmox", id: String(ids.pve) }), {
      kind: "form",
      values: { backend_id: String(ids.second), confirm_password: "wrong password here" },
    });
    const cookie = answer.headers.get("set-cookie") ?? "";
    const state = JSON.parse(Buffer.from(/form=([^;]*)/.exec(cookie)?.[1] ?? "", "base64url").toString());
    expect([answer.status, state.errors.confirm_password]).toEqual([303, ["is not your password"]]);
    expect(JSON.stringify(state)).not.toContain("wrong password here");
  });
});

describe("a change that sends nothing anywhere new", () => {
  it("asks for nothing", async () => {
    expect((await patch("proxmox", ids.pve, { timeout: 9 })).status).toBe(200);
    expect((await patch("backends", ids.first, { name: "first again" })).status).toBe(200);
  });
});

describe("an API token", () => {
  it("needs the role admin and the right to write, and has no password to enter", async () => {
    expect((await patch("proxmox", ids.pve, { backend_id: ids.second }, { token: admin.token })).status).toBe(200);
    const operator = await web.user("operator");
    expect((await patch("proxmox", ids.pve, { backend_id: null }, { token: operator.token })).status).toBe(403);
    await open.pool.query("update api_tokens set write_enabled = false where user_id = $1", [admin.id]);
    expect((await patch("proxmox", ids.pve, { backend_id: null }, { token: admin.token })).status).toBe(403);
  });
});
