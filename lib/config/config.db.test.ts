import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { OpenDb } from "#db/client";
import { testDatabase, withTestDatabase } from "#db/testing";
import type { UserActor } from "../auth/schema.ts";
import { createEndpoint } from "../endpoints/create.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { updateEndpoint } from "../endpoints/update.ts";
import type { AppError } from "../errors.ts";
import { createSchedule } from "../schedules/save.ts";
import { readSettings } from "../settings/read.ts";
import { updateSettings } from "../settings/update.ts";
import { asAdmin, asOperator, asViewer } from "../testing/actors.ts";
import { failure } from "../testing/http-server.ts";
import { setUpProcess } from "../testing/process.ts";
import { createWebhook } from "../webhooks/save.ts";
import { exportConfig } from "./export.ts";
import { importConfig } from "./import.ts";

const PLANTED = ["planted-password-1", "planted-token-value-2", "planted-netbox-token-3", "planted-hook-secret-4"];
const KEY = "planted-backend-key-5".padEnd(40, "x");
let source: OpenDb;
let exported: string;
/** A field of the exported document, changed by a test. */
type Document = ReturnType<typeof parse>;

beforeAll(async () => {
  setUpProcess();
  source = await testDatabase();
  const ctx = asAdmin(source.db);
  const [password, token_value, token, secret] = PLANTED;
  const main = await createEndpoint(ctx, "netbox", { name: "main", domain: "netbox.test", token, is_default: true });
  await createEndpoint(ctx, "netbox", { name: "lab", domain: "lab.test", token });
  const backend = await createEndpoint(ctx, "backends", {
    ...{ name: "remote", domain: "b.test", token: KEY, netbox_endpoint_id: main.id, is_default: true },
  });
  const pve = { username: "root@pam", sync_modes: { sdn: "always" }, overwrite: { vm_tags: false } };
  const one = await createEndpoint(ctx, "proxmox", { ...pve, name: "pve", ip_address: "10.0.0.1", password });
  const token_name = "console";
  const two = { ...pve, name: "PVE two: #2", domain: "pve2.test", token_name, token_value, backend_id: backend.id };
  const { id } = await createEndpoint(ctx, "proxmox", two);
  await updateSettings(ctx, { retention_days: 77, sync_interval: 60, sync_modes: { storage: "bootstrap_only" } });
  const params = { proxmox_endpoint_ids: [one.id, id], backend_id: backend.id, sync_types: ["devices", "storage"] };
  await createSchedule(ctx, { name: "nightly", params, cron: "0 3 * * *", timezone: "Europe/Berlin" });
  await createSchedule(ctx, { name: "nightly", interval_minutes: 60, start_at: "2026-01-01T10:00:00+02:00" });
  await createSchedule(ctx, { name: "once", start_at: "2126-01-01T00:00:00Z", enabled: false });
  await createWebhook(ctx, { name: "pager", target_url: "http://127.0.0.1:8080/", events: ["job.ended"], secret });
  exported = await exportConfig(ctx);
});
afterAll(() => source.close());

const run = (open: OpenDb, document: string, dry_run = false) => importConfig(asAdmin(open.db), { document, dry_run });
function changed(change: (document: Document) => void): string {
  const document = parse(exported);
  change(document);
  return stringify(document);
}
const refusal = async (work: Promise<unknown>): Promise<Record<string, string[]>> =>
  ((await failure(work)) as AppError).fields ?? {};
const auditOf = async (open: OpenDb) =>
  (await open.pool.query("select action || ' ' || object_type as what from audit_log order by id")).rows.map(
    ({ what }) => what,
  );

describe("an exported configuration", () => {
  it("holds no secret, and names what it refers to", () => {
    for (const secret of [...PLANTED, KEY]) expect(exported).not.toContain(secret);
    const { endpoints, schedules } = parse(exported);
    expect(endpoints.proxmox.map((row: Document) => [row.name, row.backend])).toEqual([
      ["pve", null],
      ["PVE two: #2", "remote"],
    ]);
    expect(endpoints.backends[0]).toMatchObject({ netbox_endpoint: "main", is_default: true });
    expect(schedules[0].params).toMatchObject({ proxmox_endpoints: ["pve", "PVE two: #2"], backend: "remote" });
  });

  it("has what runs once while that is still to come, and says so", async () => {
    const { id } = await createSchedule(asAdmin(source.db), { name: "was once", start_at: "2126-01-01T00:00:00Z" });
    const names = async () => {
      const document: Document = parse(await exportConfig(asAdmin(source.db)));
      return document.schedules.map(({ name }: { name: string }) => name);
    };
    expect(await names()).toEqual(["nightly", "nightly", "once", "was once"]);
    await source.pool.query("update schedules set start_at = '2026-01-01T00:00:00Z' where id = $1", [id]);
    expect(await names()).toEqual(["nightly", "nightly", "once"]);
    expect(exported).toContain("# A schedule that runs once is here while its run is still to come.");
    await source.pool.query("delete from schedules where id = $1", [id]);
  });

  it("makes the same configuration on an empty console, and says which secrets to enter", () =>
    withTestDatabase(async (open) => {
      const told = await run(open, exported, true);
      expect(told).toMatchObject({ dry_run: true, counts: { create: 9, update: 1, unchanged: 0 } });
      expect(await exportConfig(asAdmin(open.db))).not.toContain("pve");
      expect(await auditOf(open)).toEqual([]);
      const done = await run(open, exported);
      expect(done).toEqual({ ...told, dry_run: false });
      expect(await exportConfig(asAdmin(open.db))).toBe(exported);
      expect(
        done.changes.filter(({ note }) => note).map(({ name, note }) => `${name}: ${note?.split(" on ")[0]}`),
      ).toEqual([
        "main: Enter its token",
        "lab: Enter its token",
        "pve: Enter its password",
        "PVE two: #2: Enter its token value",
        "pager: Enter its secret",
      ]);
      expect((await readSettings(open.db)).sync_interval).toBe(60);
      expect((await auditOf(open)).at(-1)).toBe("import config");
      expect(await run(open, exported)).toMatchObject({ counts: { create: 0, update: 0, unchanged: 10 } });
    }));

  it("is for administrators alone, to read and to import", async () => {
    for (const ctx of [asViewer(source.db), asOperator(source.db)]) {
      await expect(exportConfig(ctx)).rejects.toMatchObject({ code: "forbidden" });
      await expect(importConfig(ctx, { document: exported, dry_run: true })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
  });
});

describe("an import", () => {
  it("changes what is named and differs, and leaves the rest with its secrets alone", () =>
    withTestDatabase(async (open) => {
      const ctx = asAdmin(open.db);
      const body = { username: "root@pam", password: PLANTED[0], ip_address: "10.0.0.1", timeout: 20 };
      await createEndpoint(ctx, "proxmox", { ...body, name: "pve", site_slug: "berlin" });
      await createEndpoint(ctx, "proxmox", { ...body, name: "other", ip_address: "10.0.0.7" });
      const document = stringify({
        ...{ format: "proxbox-console-config", version: 1, settings: { overwrite: { vm_tags: false } } },
        endpoints: { proxmox: [{ name: "PVE", username: "root@pam", timeout: 30 }] },
      });
      const done = await run(open, document);
      expect(done.changes.map(({ name, action, fields }) => [name, action, Object.keys(fields)])).toEqual([
        ["Settings", "update", ["overwrite"]],
        ["PVE", "update", ["name", "timeout"]],
      ]);
      const [pve, other] = await listEndpoints(ctx, "proxmox");
      expect(pve).toMatchObject({ name: "PVE", timeout: 30, site_slug: "berlin", has_password: true });
      expect(other).toMatchObject({ name: "other" });
      expect((await auditOf(open)).slice(-3)).toEqual(["update settings", "update proxmox", "import config"]);
    }));

  it("does all or nothing, and names path, line, value and remedy of everything that is wrong", () =>
    withTestDatabase(async (open) => {
      const bad = changed((document) => {
        document.endpoints.proxmox[1].domain = "169.254.169.254";
        document.endpoints.proxmox[0].backend = "nowhere";
      });
      expect(await refusal(run(open, bad))).toEqual({
        "endpoints.proxmox[0].backend": [
          expect.stringMatching(/^there is no backend "nowhere", .*; add it or name another \(line \d+\)$/),
        ],
        "endpoints.proxmox[1].domain": [expect.stringMatching(/169\.254\.169\.254.*\(line \d+/)],
      });
      const gone = changed((document) =>
        Object.assign(document.schedules[0].params, { proxmox_endpoints: ["pve", "gone"] }),
      );
      expect(await refusal(run(open, gone))).toEqual({
        "schedules[0].params.proxmox_endpoints[1]": [expect.stringContaining('no Proxmox endpoint "gone"')],
      });
      expect(await listEndpoints(asAdmin(open.db), "netbox")).toEqual([]);
      expect(await auditOf(open)).toEqual([]);
    }));

  it.each([
    ["endpoints.proxmox[0].port", "70000", (d: Document) => Object.assign(d.endpoints.proxmox[0], { port: 70_000 })],
    ["settings.retention_days", '"long"', (d: Document) => Object.assign(d.settings, { retention_days: "long" })],
    ["schedules[1].colour", "not a field", (d: Document) => Object.assign(d.schedules[1], { colour: "red" })],
    ["webhooks[0].events[0]", "job.over", (d: Document) => Object.assign(d.webhooks[0], { events: ["job.over"] })],
    [
      "endpoints.netbox[1].is_default",
      "keep one",
      (d: Document) => Object.assign(d.endpoints.netbox[1], { is_default: true }),
    ],
    ["endpoints.netbox[1].name", "twice", (d: Document) => Object.assign(d.endpoints.netbox[1], { name: "MAIN" })],
    [
      "endpoints.proxmox[0].password",
      "holds none",
      (d: Document) => Object.assign(d.endpoints.proxmox[0], { password: PLANTED[0] }),
    ],
    ["version", "2", (d: Document) => Object.assign(d, { version: 2 })],
  ])("names %s and its value", async (path, said, change) => {
    const fields = await refusal(run(source, changed(change)));
    expect(Object.keys(fields)).toEqual([path]);
    expect(fields[path]?.join()).toContain(said);
    expect(fields[path]?.join()).toMatch(/\(line \d+/);
    expect(JSON.stringify(fields)).not.toContain(PLANTED[0]);
  });

  it.each([
    ["", "document"],
    ["a: [1, 2", "no valid YAML"],
    [
      "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]",
      "no usable YAML",
    ],
  ])("refuses what is no configuration: %j", async (text, said) => {
    expect(JSON.stringify(await refusal(run(source, text)))).toContain(said);
  });

  it("never gives a stored secret a new address", async () => {
    const moved = changed((document) => Object.assign(document.endpoints.proxmox[0], { ip_address: "10.0.0.2" }));
    expect(await refusal(run(source, moved))).toEqual({
      "endpoints.proxmox[0].password": [expect.stringMatching(/enter it again.*on its page/)],
    });
  });

  it("that decides where credentials go asks a browser session for its password, and names them", () =>
    withTestDatabase(async (open) => {
      const ctx = asAdmin(open.db);
      await run(open, exported);
      const [pve] = await listEndpoints(ctx, "proxmox");
      await updateEndpoint(ctx, "proxmox", { id: pve?.id ?? 0, body: { password: PLANTED[0] } });
      const elsewhere = changed((document) => {
        document.endpoints.backends[0].is_default = false;
        document.endpoints.backends.push({ name: "evil", domain: "evil.test", is_default: true });
      });
      const session = { ...ctx, actor: { ...(ctx.actor as UserActor), sessionId: 7, reauthenticatedAt: null } };
      const input = { document: elsewhere, dry_run: false };
      const told = await importConfig(session, { ...input, dry_run: true });
      const sent = "the credentials of Proxmox endpoint pve → backend evil";
      expect(told).toMatchObject({ asks_password: true, sendings: expect.arrayContaining([sent]) });
      const error = await failure(importConfig(session, input));
      expect(error).toMatchObject({
        code: "forbidden",
        fields: { confirm_password: [expect.stringContaining("evil")] },
      });
      expect(await listEndpoints(ctx, "backends")).toHaveLength(1);
      session.actor.reauthenticatedAt = new Date() as never;
      await importConfig(session, input);
      expect(await auditOf(open)).toContain("send-credentials backends");
    }));
});
