import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateEndpoint } from "../endpoints/update.ts";
import { AppError } from "../errors.ts";
import { silentLogger } from "../log.ts";
import { cancelPush } from "../pushes/cancel.ts";
import { settlePush, takeDuePush } from "../pushes/deliver.ts";
import { getPendingPush } from "../pushes/get.ts";
import { asAdmin, asViewer } from "../testing/actors.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { deliverPushes } from "./deliver-pushes.ts";
import { readDrift } from "./drift.ts";
import { pushEndpoint } from "./push-endpoint.ts";

let rig: SyncRig;
beforeAll(async () => {
  rig = await syncRig({ clusters: [{ name: "lab", nodes: 2, guests: 2 }] });
});
afterAll(() => rig.close());

const pve = () => rig.pveIds[0] ?? 0;
const admin = () => asAdmin(rig.open.db);
const save = (body: Record<string, unknown>) => updateEndpoint(admin(), "proxmox", { id: pve(), body });
const deliver = (now?: Date) => deliverPushes(rig.open.db, { log: silentLogger, now: now && (() => now) });
const drift = (kind: "proxmox" | "netbox" | "backends" = "proxmox", id = pve()) =>
  readDrift(asViewer(rig.open.db), kind, id);
const pending = () => getPendingPush(asViewer(rig.open.db), "proxmox", pve());
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const inBackend = () => rig.sim.backend.proxmox[0];

describe("what is saved", () => {
  it("is pending until a worker gave it to the backend, which then holds it", async () => {
    expect(await drift()).toMatchObject({ state: "pending", pending: { requested_by: "test-admin", attempts: 0 } });
    expect(await deliver()).toBe(3);
    expect(inBackend()).toMatchObject({ allow_writes: false, enabled: true });
    const found = await drift();
    expect(found).toMatchObject({ state: "in_backend", pending: null, copies: [{ remote_id: inBackend()?.id }] });
    expect(found.copies[0]?.secrets).toContainEqual({ field: "password", state: "set" });
    expect(await drift("backends", rig.backendId)).toMatchObject({
      state: "in_backend",
      bootstrap: { needs_bootstrap: false },
      copies: [{ kind: "netbox" }, { kind: "proxmox" }],
    });
  });

  it("while the backend is away is delivered when it is back, and says why it waits", async () => {
    rig.sim.control.drop("/proxmox/endpoints", "always");
    await save({ timeout: 42 });
    expect(await deliver()).toBe(0);
    expect(await pending()).toMatchObject({ status: "pending", attempts: 1, last_error: expect.any(String) });
    expect(await deliver()).toBe(0);
    expect((await pending())?.attempts).toBe(1);
    rig.sim.control.clearFaults();
    expect(await deliver(later(1))).toBe(1);
    expect(await pending()).toBeNull();
    expect(inBackend()?.timeout).toBe(42);
    const { rows } = await rig.open.pool.query(
      "select username from audit_log where action = 'push' and actor_kind = 'system' order by id desc limit 1",
    );
    expect(rows[0]?.username).toContain("test-admin");
  });

  it("again while it is being delivered is delivered again", async () => {
    await save({ timeout: 43 });
    const taken = await takeDuePush(rig.open.db, { now: later(1), until: later(2) });
    expect(await takeDuePush(rig.open.db, { now: later(1), until: later(2) })).toBeNull();
    await save({ timeout: 44 });
    if (taken) await settlePush(rig.open.db, taken);
    expect(await pending()).toMatchObject({ attempts: 0 });
    expect(await deliver(later(1))).toBe(1);
    expect(inBackend()?.timeout).toBe(44);
  });

  it("again, and delivered by another worker meanwhile, is pushed once more, as the older one may have come last", async () => {
    await save({ timeout: 50 });
    const older = await takeDuePush(rig.open.db, { now: later(1), until: later(2) });
    await save({ timeout: 44 });
    expect(await deliver(later(1))).toBe(1);
    Object.assign(inBackend() ?? {}, { timeout: 50 });
    if (older) await settlePush(rig.open.db, older);
    expect(await deliver(later(1))).toBe(1);
    expect(inBackend()?.timeout).toBe(44);
    expect(await pending()).toBeNull();
  });

  it("can be taken back before it is delivered", async () => {
    await save({ timeout: 45 });
    await cancelPush(admin(), "proxmox", pve());
    expect(await deliver()).toBe(0);
    expect(inBackend()?.timeout).toBe(44);
    await expect(cancelPush(admin(), "proxmox", pve())).rejects.toMatchObject({ code: "conflict" });
    await expect(cancelPush(asViewer(rig.open.db), "proxmox", pve())).rejects.toMatchObject({ code: "forbidden" });
    expect((await drift()).state).toBe("drifted");
  });

  it("is not tried again when the backend says no, until it is saved or pushed", async () => {
    rig.sim.control.fail("/proxmox/endpoints/1", 400, "always");
    await save({ timeout: 46 });
    await deliver();
    expect(await pending()).toMatchObject({ status: "refused", next_try_at: null });
    rig.sim.control.clearFaults();
    expect(await deliver(later(60))).toBe(0);
    expect(await pushEndpoint(admin(), "proxmox", pve())).toMatchObject({ change: "updated" });
    expect(await pending()).toBeNull();
  });

  it("is due at once, however far behind the clock of the worker is", async () => {
    await save({ timeout: 46 });
    expect(await deliver(new Date(Date.now() - 60_000))).toBe(1);
    expect(await pending()).toBeNull();
  });

  it("without its secret, as an import leaves it, takes nothing from a backend that has a working copy", async () => {
    const { rows } = await rig.open.pool.query(
      "select sealed_password as sealed from proxmox_endpoints where id = $1",
      [pve()],
    );
    const seal = (sealed: string | null) =>
      rig.open.pool.query("update proxmox_endpoints set sealed_password = $1 where id = $2", [sealed, pve()]);
    await seal(null);
    const password = inBackend()?.password;
    await updateEndpoint(admin(), "proxmox", { id: pve(), body: { timeout: 40 }, mayLackSecrets: true });
    expect(await deliver()).toBe(0);
    const last_error = expect.stringContaining("has no password or API token yet; enter it");
    expect(await pending()).toMatchObject({ status: "refused", last_error });
    expect(inBackend()).toMatchObject({ timeout: 46, password });
    await seal(rows[0].sealed);
    await save({ timeout: 46 });
    await deliver();
    expect(await pending()).toBeNull();
  });

  it("is not given to anybody once the endpoint is switched off", async () => {
    await save({ timeout: 47, enabled: false });
    expect(await pending()).toBeNull();
    expect((await drift()).state).toBe("not_used");
    await save({ timeout: 46, enabled: true });
    await deliver();
  });
});

describe("drift", () => {
  it("is what the backend holds now, not what it held a moment ago: another process may have pushed", async () => {
    expect((await drift()).state).toBe("in_backend");
    Object.assign(inBackend() ?? {}, { verify_ssl: true });
    expect((await drift()).state).toBe("drifted");
    Object.assign(inBackend() ?? {}, { verify_ssl: false });
    expect((await drift()).state).toBe("in_backend");
  });

  it("names the field that was changed in the backend, and Push makes it ours again", async () => {
    Object.assign(inBackend() ?? {}, { verify_ssl: true, site_slug: "elsewhere" });
    const found = await drift();
    expect(found.state).toBe("drifted");
    const differing = found.copies[0]?.fields.filter(({ state }) => state === "differs").map(({ field }) => field);
    expect(differing).toEqual(["verify_ssl", "site_slug"]);
    await pushEndpoint(admin(), "proxmox", pve());
    expect((await drift()).state).toBe("in_backend");
    expect(inBackend()?.site_slug).toBeNull();
  });

  it("says that a secret differs, never what it is", async () => {
    await save({ password: "another password" });
    await cancelPush(admin(), "proxmox", pve());
    const found = await drift();
    expect(found.copies[0]?.secrets).toContainEqual({ field: "password", state: "differs" });
    expect(JSON.stringify(found)).not.toContain("another password");
    await save({ password: rig.sim.pve[0]?.password });
    await deliver();
  });

  it("tells that the backend has no copy, and that it could not be asked", async () => {
    const [row] = rig.sim.backend.proxmox.splice(0, 1);
    expect((await drift()).state).toBe("missing");
    if (row) rig.sim.backend.proxmox.push(row);
    rig.sim.control.drop("/proxmox/endpoints", "always");
    const away = await drift();
    rig.sim.control.clearFaults();
    expect(away).toMatchObject({ state: "unknown", copies: [{ state: "unknown", detail: expect.any(String) }] });
  });

  it("does not register a key at a backend by looking", async () => {
    rig.sim.backend.keys = [];
    rig.sim.backend.claimed = false;
    const found = await drift("backends", rig.backendId);
    expect(found.bootstrap).toMatchObject({ needs_bootstrap: true });
    expect(rig.sim.backend.keys).toEqual([]);
  });
});

describe("two that give the backend the same at once", () => {
  it("end with one row", async () => {
    const own = await syncRig({ clusters: [{ name: "lab", nodes: 1, guests: 1 }] });
    const push = () => pushEndpoint(asAdmin(own.open.db), "backends", own.backendId);
    const results = await Promise.allSettled([push(), push()]);
    await own.close();
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.every(({ reason }) => !(reason instanceof AppError))).toBe(true);
    expect([own.sim.backend.proxmox.length, refused.length]).toEqual([1, 0]);
  });
});
