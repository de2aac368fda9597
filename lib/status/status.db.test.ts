import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { examineEndpoint } from "../doctor/examine.ts";
import { createEndpoint } from "../endpoints/create.ts";
import { getEndpoint } from "../endpoints/get.ts";
import { removeEndpoint } from "../endpoints/remove.ts";
import { updateEndpoint } from "../endpoints/update.ts";
import { silentLogger } from "../log.ts";
import { asAdmin, asOperator, asViewer } from "../testing/actors.ts";
import { closedPort, failure, json, serve } from "../testing/http-server.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { checkEndpoint } from "./check.ts";
import { getCheck, listCheckHistory } from "./get.ts";
import { listStrips } from "./list-strips.ts";
import { sweepStatus } from "./sweep.ts";
import { testEndpoint, testUnsavedEndpoint } from "./test-endpoint.ts";

let rig: SyncRig;
let clockMs = Date.parse("2030-01-01T00:00:00Z");
const now = () => new Date(clockMs);
const sweep = async () => (await sweepStatus(rig.open.db, { log: silentLogger, now, random: () => 0.5 })).looked;
const local = { ip_address: "127.0.0.1", verify_ssl: false };

const lookAtNetbox = () =>
  checkEndpoint(rig.open.db, { service: "netbox", id: 1, timing: { everyMs: 30_000, now }, isAsked: true });

beforeAll(async () => {
  rig = await syncRig({ configured: true });
});
afterAll(() => rig.close());
beforeEach(() => rig.sim.control.forgetRequests());

describe("the state of an endpoint", () => {
  it("is unknown before the first look", async () => {
    const check = await getCheck(asViewer(rig.open.db), "fastapi", rig.backendId);
    expect(check).toMatchObject({ service: "fastapi", status: "unknown", checked_at: null, api_access: "pending" });
  });

  it("is found for each kind by a sweep, and the next one asks nobody before its time", async () => {
    expect(await sweep()).toBe(3);
    const viewer = asViewer(rig.open.db);
    const backend = await getCheck(viewer, "fastapi", rig.backendId);
    expect(backend).toMatchObject({ status: "success", reachable: true, authenticated: true, version: "0.0.30.post2" });
    expect(backend.layers.map((layer) => layer.name)).toEqual(["dns", "tcp", "http", "login", "version"]);
    expect(await getCheck(viewer, "netbox", 1)).toMatchObject({ status: "success", authentication: "success" });
    const proxmox = await getCheck(viewer, "proxmox", rig.pveIds[0] ?? 0);
    expect(proxmox).toMatchObject({ status: "success", served_by: "primary", target_address: "127.0.0.1" });
    expect(proxmox.layers.map((layer) => layer.name)).toContain("tls");
    rig.sim.control.forgetRequests();
    expect(await sweep()).toBe(0);
    expect(rig.sim.requests()).toHaveLength(0);
    clockMs += 31_000;
    expect(await sweep()).toBe(3);
  });

  it("tells of a token that may only read, without a write", async () => {
    const look = lookAtNetbox;
    const write = (check: Awaited<ReturnType<typeof look>>) => check.layers.find(({ name }) => name === "write");
    expect(write(await look())).toMatchObject({ status: "success" });
    rig.sim.control.denyNetboxWrites();
    const check = await look();
    expect(check).toMatchObject({ status: "success", warnings: [expect.stringContaining("Write enabled")] });
    expect(write(check)).toMatchObject({ status: "warning" });
    rig.sim.control.denyNetboxWrites(false);
    const unsafe = rig.sim.requests().filter(({ side, method }) => side === "netbox" && !/GET|OPTIONS/.test(method));
    expect(unsafe).toEqual([]);
  });

  it("says nothing of writing where NetBox does not tell", async () => {
    rig.sim.control.failNetbox("extras/tags", 405, "Method not allowed.");
    const check = await lookAtNetbox();
    expect(check).toMatchObject({ status: "success", warnings: [] });
    expect(check.layers.map(({ name }) => name)).not.toContain("write");
    rig.sim.control.mendNetbox();
  });

  it("is shared among sweeps that run side by side", async () => {
    clockMs += 31_000;
    const looked = await Promise.all([sweep(), sweep(), sweep()]);
    expect(looked.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it("turns to error only at a second failure, unless somebody asked", async () => {
    const server = await serve((request, response) =>
      json(
        response,
        200,
        request.path.startsWith("/api/status") ? { "netbox-version": "4.6.0" } : { username: "sync" },
      ),
    );
    const admin = asAdmin(rig.open.db);
    const other = await createEndpoint(admin, "netbox", { ...local, name: "other", port: server.port, token: "t" });
    const input = { service: "netbox" as const, id: other.id, timing: { everyMs: 30_000, now } };
    const look = (isAsked = false) => checkEndpoint(rig.open.db, { ...input, isAsked });
    const up = await look();
    expect(up.warnings[0]).toContain("without netbox-proxbox");
    await server.close();
    clockMs += 31_000;
    const doubtful = await look();
    expect(doubtful).toMatchObject({ status: "success", changed_at: up.changed_at });
    expect(Date.parse(doubtful.next_check_at ?? "") - clockMs).toBeLessThan(5_000);
    expect(await look()).toMatchObject({ status: "error", reachable: false, changed_at: now().toISOString() });
    expect(await look(true)).toMatchObject({ status: "error" });
    await removeEndpoint(admin, "netbox", other.id);
  });

  it("says nothing of a credential that was changed during the look, whatever the old one met", async () => {
    const refused = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const server = await serve(async (request, response) => {
      const isOld = request.headers.authorization === "Token old";
      if (isOld) {
        asked.resolve();
        await refused.promise;
        return json(response, 403, { detail: "Invalid token" });
      }
      json(response, 200, request.path.startsWith("/api/status") ? { "netbox-version": "4.6.0" } : { username: "u" });
    });
    const admin = asAdmin(rig.open.db);
    const { id } = await createEndpoint(admin, "netbox", { ...local, name: "late", port: server.port, token: "old" });
    const timing = { everyMs: 30_000, now: () => new Date() };
    const look = () => checkEndpoint(rig.open.db, { service: "netbox", id, timing });
    const first = look();
    await asked.promise;
    await updateEndpoint(admin, "netbox", { id, body: { token: "new" } });
    const second = await look();
    expect(second).toMatchObject({ status: "success", authentication: "success" });
    refused.resolve();
    await first;
    expect(await getCheck(admin, "netbox", id)).toEqual(second);
    await removeEndpoint(admin, "netbox", id);
    await server.close();
  });

  it("is asked again at once when its credential was changed during a look that was refused", async () => {
    const server = await serve(async (request, response) => {
      if (request.headers.authorization !== "Token old") return json(response, 200, { "netbox-version": "4.6.0" });
      await updateEndpoint(admin, "netbox", { id, body: { token: "new" } });
      json(response, 403, { detail: "Invalid token" });
    });
    const admin = asAdmin(rig.open.db);
    const { id } = await createEndpoint(admin, "netbox", { ...local, name: "late", port: server.port, token: "old" });
    const timing = { everyMs: 30_000, now: () => new Date() };
    await checkEndpoint(rig.open.db, { service: "netbox", id, timing });
    expect(await getCheck(admin, "netbox", id)).toMatchObject({ authentication: "error" });
    const found = await examineEndpoint(admin, "netbox", await getEndpoint(admin, "netbox", id));
    expect(found).toMatchObject({ authentication: "success" });
    await removeEndpoint(admin, "netbox", id);
    await server.close();
  });

  it("keeps a history, newest first", async () => {
    const ctx = asViewer(rig.open.db);
    const page = await listCheckHistory(ctx, { service: "netbox", id: 1, limit: 2, offset: 0 });
    expect(page.count).toBeGreaterThanOrEqual(3);
    expect(page.results).toHaveLength(2);
    expect(page.results[0]?.at).toBeDefined();
  });
});

describe("testing an endpoint", () => {
  it("shows the day of each endpoint in slots, and what was found before it in none", async () => {
    const at = new Date("2026-11-25T12:10:00.000Z");
    const add = (minutesAgo: number, status: string, detail: string | null = null) =>
      rig.open.pool.query(
        "insert into check_history (service, endpoint_id, at, status, latency_ms, detail) values ('netbox', 77, $1, $2, 40, $3)",
        [new Date(at.getTime() - minutesAgo * 60_000), status, detail],
      );
    await add(5, "success");
    await add(40, "error", "refused");
    await add(35, "success");
    await add(50, "disabled");
    await add(25 * 60, "error", "yesterday");
    const strips = await listStrips(asViewer(rig.open.db), { service: "netbox", endpointIds: [77, 78], now: at });
    expect(strips.get(77)).toMatchObject({ checks: 3, failures: 1, outages: [{ detail: "refused" }] });
    expect(strips.get(77)?.slots.at(-1)).toMatchObject({ state: "good", latencyMs: 40 });
    expect(strips.get(77)?.slots.at(-2)).toMatchObject({ state: "mixed", checks: 2 });
    expect(strips.get(78)?.checks).toBe(0);
  });

  it("answers with the failure instead of failing", async () => {
    const port = await closedPort();
    const check = await testUnsavedEndpoint(asAdmin(rig.open.db), "backends", { ...local, name: "x", port });
    expect(check).toMatchObject({ status: "error", reachable: false, endpoint_id: 0 });
    expect(check.detail).toContain("othing listens");
  });

  it("registers no key of an endpoint that is not saved", async () => {
    const body = { ...local, name: "x", port: rig.sim.port };
    const check = await testUnsavedEndpoint(asAdmin(rig.open.db), "backends", body);
    expect(check).toMatchObject({ status: "error", reachable: true, authentication: "error" });
    expect(rig.sim.requests("/auth/register-key")).toHaveLength(0);
  });

  it("tells a wrong token of NetBox and a wrong password of Proxmox from a closed port", async () => {
    const admin = asAdmin(rig.open.db);
    const netbox = { ...local, name: "x", port: rig.sim.netboxPort, token: "wrong" };
    expect(await testUnsavedEndpoint(admin, "netbox", netbox)).toMatchObject({ authentication: "error" });
    const [pve] = rig.sim.pve;
    const proxmox = { ...local, name: "x", port: pve?.port, username: pve?.username, password: "wrong" };
    const check = await testUnsavedEndpoint(admin, "proxmox", proxmox);
    expect(check).toMatchObject({ authentication: "error", http_status: 401, reachable: true });
  });

  it("names the field when there is no address", async () => {
    const error = await failure(testUnsavedEndpoint(asAdmin(rig.open.db), "netbox", { name: "x", token: "t" }));
    expect(error).toMatchObject({ code: "invalid", fields: { domain: [expect.any(String)] } });
  });

  it("is for operators, and for an unsaved body for admins", async () => {
    const viewer = asViewer(rig.open.db);
    expect(await failure(testEndpoint(viewer, "netbox", 1))).toMatchObject({ code: "forbidden" });
    const operator = asOperator(rig.open.db);
    expect((await testEndpoint(operator, "netbox", 1)).status).toBe("success");
    expect(await failure(testUnsavedEndpoint(operator, "netbox", {}))).toMatchObject({ code: "forbidden" });
  });
});

describe("a refused key", () => {
  it("is tried once, and not again until the endpoint changes", async () => {
    const admin = asAdmin(rig.open.db);
    await updateEndpoint(admin, "backends", { id: rig.backendId, body: { token: "a".repeat(40) } });
    rig.sim.control.forgetRequests();
    clockMs = Math.max(clockMs, Date.now()) + 60_000;
    await sweep();
    const check = await getCheck(admin, "fastapi", rig.backendId);
    expect(check).toMatchObject({ status: "error", reachable: true, authentication: "error", http_status: 401 });
    const tries = rig.sim.requests("/version").length;
    clockMs += 120_000;
    await sweep();
    expect(rig.sim.requests("/version")).toHaveLength(tries);
  });

  it("leaves a disabled endpoint alone", async () => {
    const admin = asAdmin(rig.open.db);
    await updateEndpoint(admin, "backends", { id: rig.backendId, body: { enabled: false } });
    clockMs += 3_600_000;
    rig.sim.control.forgetRequests();
    await sweep();
    expect(rig.sim.requests("/health")).toHaveLength(0);
    expect(await getCheck(admin, "fastapi", rig.backendId)).toMatchObject({
      status: "disabled",
      api_access: "disabled",
    });
  });
});
