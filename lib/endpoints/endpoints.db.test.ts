import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { AppError } from "../errors.ts";
import { asAdmin, asOperator, asViewer } from "../testing/actors.ts";
import { setUpProcess } from "../testing/process.ts";
import { createEndpoint } from "./create.ts";
import { backendForSync, netboxForSync, proxmoxForSync, saveProxmoxPush } from "./for-sync.ts";
import { getEndpoint } from "./get.ts";
import { listEndpoints } from "./list.ts";
import { removeEndpoint } from "./remove.ts";
import { updateEndpoint } from "./update.ts";

let open: OpenDb;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
});
afterAll(() => open.close());

const KEY = "k".repeat(40);
const PASSWORD = "correct horse battery";
let serial = 0;
const unique = (name: string) => `${name}-${++serial}`;

const proxmox = (values: Record<string, unknown> = {}) =>
  createEndpoint(asAdmin(open.db), "proxmox", {
    name: unique("pve"),
    ip_address: `10.1.0.${++serial}`,
    username: "root@pam",
    password: PASSWORD,
    ...values,
  });

async function fieldsOf(work: Promise<unknown>): Promise<Record<string, string[]>> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return (error as AppError).fields ?? {};
}

describe("secrets of endpoints", () => {
  it("never come back, are not in the row in clear, and open for the sync", async () => {
    const backend = await createEndpoint(asAdmin(open.db), "backends", {
      name: unique("backend"),
      domain: "backend.test",
      token: KEY,
    });
    expect(JSON.stringify(backend)).not.toContain(KEY);
    expect(backend).toMatchObject({ has_token: true });
    const { rows } = await open.pool.query("select * from backends where id = $1", [backend.id]);
    expect(JSON.stringify(rows)).not.toContain(KEY);
    expect((await backendForSync(open.db, backend.id))?.key).toBe(KEY);
    const { rows: audit } = await open.pool.query("select * from audit_log");
    expect(JSON.stringify(audit)).not.toContain(KEY);
  });

  it("stay when an update leaves them blank", async () => {
    const created = await proxmox({ token_name: "console", token_value: "token-value-1" });
    const input = { id: created.id, body: { name: unique("renamed"), password: "", token_value: "" } };
    await updateEndpoint(asAdmin(open.db), "proxmox", input);
    const [opened] = await proxmoxForSync(open.db, { id: 0 }, []);
    expect(opened).toBeUndefined();
    const row = await open.pool.query(
      "select sealed_password, sealed_token_value from proxmox_endpoints where id = $1",
      [created.id],
    );
    expect(row.rows[0].sealed_password).not.toBeNull();
    expect(row.rows[0].sealed_token_value).not.toBeNull();
  });

  it("are asked for again when the address changes, and every missing one is named", async () => {
    const created = await proxmox({ token_name: "console", token_value: "token-value-1" });
    const move = { id: created.id, body: { ip_address: "10.1.9.9" } };
    const fields = await fieldsOf(updateEndpoint(asAdmin(open.db), "proxmox", move));
    expect(Object.keys(fields).sort()).toEqual(["password", "token_value"]);
    const again = { ...move, body: { ...move.body, password: PASSWORD, token_value: "token-value-2" } };
    expect(await updateEndpoint(asAdmin(open.db), "proxmox", again)).toMatchObject({ ip_address: "10.1.9.9" });
  });

  it("are bound to their row: a sealed value copied to another row does not open", async () => {
    const [one, two] = [await proxmox(), await proxmox()];
    const backend = await createEndpoint(asAdmin(open.db), "backends", { name: unique("b"), domain: "b.test" });
    await open.pool.query(
      "update proxmox_endpoints set backend_id = $3, sealed_password = (select sealed_password from proxmox_endpoints where id = $1) where id = $2",
      [one.id, two.id, backend.id],
    );
    expect(await proxmoxForSync(open.db, backend, [two.id])).toMatchObject([
      { password: null, recovery: expect.stringContaining("Recovery required") },
    ]);
  });
});

describe("the address of an endpoint", () => {
  it("is refused with a prefix length, and the bare address is suggested", async () => {
    expect(await fieldsOf(proxmox({ ip_address: "10.2.0.5/24" }))).toEqual({
      ip_address: ["has a prefix length; enter 10.2.0.5"],
    });
  });

  it("needs a domain or an IP address, a known field, and a usable port", async () => {
    expect(Object.keys(await fieldsOf(proxmox({ ip_address: "" })))).toEqual(["domain"]);
    expect(await fieldsOf(proxmox({ colour: "red" }))).toEqual({ colour: ["is not a field of this object"] });
    expect(Object.keys(await fieldsOf(proxmox({ port: 70_000 })))).toEqual(["port"]);
    expect(Object.keys(await fieldsOf(proxmox({ port: 25 })))).toEqual(["port"]);
  });

  it("stays inside the allowed networks, and the refusal names the variable", async () => {
    const fields = await fieldsOf(proxmox({ ip_address: "169.254.169.254" }));
    expect(fields.ip_address?.[0]).toMatch(/never|link-local|metadata|BACKEND_NETWORKS/i);
    expect((await fieldsOf(proxmox({ ip_address: "8.8.8.8" }))).ip_address?.[0]).toContain("BACKEND_NETWORKS");
  });

  it("is not used twice on one backend, by domain or by IP address", async () => {
    const first = await proxmox({ domain: "PVE.example" });
    const fields = await fieldsOf(proxmox({ domain: "pve.example", ip_address: "" }));
    expect(fields.domain?.[0]).toContain(first.name);
  });
});

describe("defaults", () => {
  it("choose the marked backend, else the first enabled one by id", async () => {
    const own = await testDatabase();
    const ctx = asAdmin(own.db);
    const add = (name: string, values = {}) =>
      createEndpoint(ctx, "backends", { name, domain: `${name}.test`, ...values });
    expect(await backendForSync(own.db, null)).toBeNull();
    await add("off", { enabled: false });
    const second = await add("second");
    const third = await add("third");
    expect((await backendForSync(own.db, null))?.id).toBe(second.id);
    await updateEndpoint(ctx, "backends", { id: third.id, body: { is_default: true } });
    expect((await backendForSync(own.db, null))?.id).toBe(third.id);
    await updateEndpoint(ctx, "backends", { id: second.id, body: { is_default: true } });
    expect((await listEndpoints(ctx, "backends")).filter((row) => row.is_default).map((row) => row.id)).toEqual([
      second.id,
    ]);
    expect((await backendForSync(own.db, third.id))?.id).toBe(third.id);
    expect(await netboxForSync(own.db, null)).toBeNull();
    await own.close();
  });

  it("give endpoints without a backend to the default one", async () => {
    const own = await testDatabase();
    const ctx = asAdmin(own.db);
    const one = await createEndpoint(ctx, "backends", { name: "one", domain: "one.test" });
    const two = await createEndpoint(ctx, "backends", { name: "two", domain: "two.test" });
    const body = { username: "root@pam", password: PASSWORD };
    await createEndpoint(ctx, "proxmox", { ...body, name: "loose", ip_address: "10.3.0.1" });
    await createEndpoint(ctx, "proxmox", { ...body, name: "bound", ip_address: "10.3.0.2", backend_id: two.id });
    await createEndpoint(ctx, "proxmox", { ...body, name: "off", ip_address: "10.3.0.3", enabled: "false" });
    const names = async (backend: { id: number }) =>
      (await proxmoxForSync(own.db, backend, [])).map((target) => target.name);
    expect(await names(one)).toEqual(["loose"]);
    expect(await names(two)).toEqual(["bound"]);
    await own.close();
  });
});

describe("who may", () => {
  it("write endpoints: admins only; viewers read", async () => {
    await expect(createEndpoint(asOperator(open.db), "netbox", {})).rejects.toMatchObject({ code: "forbidden" });
    expect(await listEndpoints(asViewer(open.db), "proxmox")).toBeInstanceOf(Array);
  });

  it("delete one, after which it is not found; what was pushed is remembered until then", async () => {
    const created = await proxmox();
    const pushed = { backendId: 1, remoteId: 7, fingerprint: "f", at: new Date() };
    await saveProxmoxPush(open.db, created.id, pushed);
    expect(await getEndpoint(asViewer(open.db), "proxmox", created.id)).toMatchObject({ remote_id: 7 });
    await removeEndpoint(asAdmin(open.db), "proxmox", created.id);
    await expect(getEndpoint(asViewer(open.db), "proxmox", created.id)).rejects.toMatchObject({ code: "not_found" });
  });
});
