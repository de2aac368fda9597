import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase, withTestDatabase } from "#db/testing";
import { verifyPassword } from "../auth/password.ts";
import { systemActor } from "../auth/schema.ts";
import { parseKeyring, setKeyring } from "../crypto/keyring.ts";
import { createEndpoint } from "../endpoints/create.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { openSecret } from "../endpoints/secrets.ts";
import { findEndpoints } from "../endpoints/store.ts";
import { readJobFrames } from "../jobs/frames.ts";
import { getJob } from "../jobs/get.ts";
import { claimLease, finishLease } from "../jobs/lease-store.ts";
import { savePlan } from "../jobs/stages-store.ts";
import { listSchedules } from "../schedules/list.ts";
import { createSchedule } from "../schedules/save.ts";
import { readSettings } from "../settings/read.ts";
import { updateSettings } from "../settings/update.ts";
import { asAdmin, asOperator } from "../testing/actors.ts";
import { pendingJob } from "../testing/jobs.ts";
import { setUpProcess } from "../testing/process.ts";
import { issueToken } from "../tokens/issue.ts";
import { verifyToken } from "../tokens/verify.ts";
import { createUser } from "../users/create-user.ts";
import { type RestoreOptions, restoreBackup } from "./restore.ts";
import { derivedTables, ownTables, savedTables } from "./tables.ts";
import { writeBackup } from "./write.ts";

const PASSWORD = "wooden spoon orchestra";

let source: OpenDb;
let empty: OpenDb;
let saved: string[];
let token: string;
let doneId: number;
let waitingId: number;

beforeAll(async () => {
  setUpProcess();
  [source, empty] = await Promise.all([testDatabase(), testDatabase()]);
  const ctx = { db: source.db, actor: systemActor("test") };
  const user = await createUser(ctx, { username: "ada", password: PASSWORD, role: "admin" });
  token = (await issueToken(ctx, { name: "automation", role: "operator" }, user.id)).token;
  const body = { username: "root@pam", password: "correct horse battery" };
  const gone = await createEndpoint(ctx, "proxmox", { ...body, name: "gone", ip_address: "10.0.0.9" });
  await source.pool.query("delete from proxmox_endpoints where id = $1", [gone.id]);
  const backend = await createEndpoint(ctx, "backends", { name: "backend", domain: "b.test" });
  const pve = await createEndpoint(ctx, "proxmox", { ...body, name: "pve", ip_address: "10.0.0.1" });
  await createSchedule(ctx, { name: "nightly", params: { proxmox_endpoint_ids: [pve.id] }, cron: "0 3 * * *" });
  await updateSettings(ctx, { retention_days: 77, sync_interval: 60 });
  doneId = await doneJob(backend.id, pve.id);
  waitingId = (await pendingJob(source.db, { backendId: backend.id, userId: user.id })).id;
  saved = await backUp(source);
});
afterAll(() => Promise.all([source.close(), empty.close()]));

async function doneJob(backendId: number, pveId: number): Promise<number> {
  const { id } = await pendingJob(source.db, { backendId });
  const claim = await claimLease(source.db, { jobId: id, workerId: 1, backendId, keys: ["k"], maxParallel: 9 });
  if (claim.kind !== "claimed") throw new Error(claim.kind);
  await savePlan(source.db, claim.lease, [
    { position: 0, syncType: "devices", proxmoxEndpointId: pveId, status: "failed", error: "boom" },
  ]);
  const end = { status: "errored", outcome: "failed", error: "boom", errorCode: "X", suggestion: "Mend it." } as const;
  await finishLease(source.db, claim.lease, end);
  return id;
}

async function backUp(open: OpenDb): Promise<string[]> {
  const lines: string[] = [];
  await writeBackup(asAdmin(open.db), async (line) => void lines.push(line));
  return lines;
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

const restore = (open: OpenDb, lines: readonly string[], options?: RestoreOptions) =>
  restoreBackup(asAdmin(open.db), linesOf(lines), options);

const count = async (open: OpenDb, table: string): Promise<number> =>
  (await open.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n;

describe("a backup", () => {
  it("brings a second console to the state of the first: people, tokens, endpoints with their secrets, schedules, settings, jobs", () =>
    withTestDatabase(async (open) => {
      const ctx = asAdmin(open.db);
      expect(await restore(open, saved)).toMatchObject({ counts: { users: 1, jobs: 2, proxmox_endpoints: 1 } });
      for (const kind of ["backends", "netbox", "proxmox"] as const) {
        expect(await listEndpoints(ctx, kind)).toEqual(await listEndpoints(asAdmin(source.db), kind));
      }
      const [pve] = await findEndpoints(open.db, "proxmox");
      expect(pve && openSecret("proxmox", pve, "password")).toBe("correct horse battery");
      const people = await open.pool.query("select username, password_hash from users");
      expect(people.rows).toEqual([{ username: "ada", password_hash: expect.any(String) }]);
      expect(await verifyPassword(PASSWORD, people.rows[0].password_hash)).toMatchObject({ isValid: true });
      expect(await verifyToken(open.db, token, "127.0.0.1")).toMatchObject({ username: "ada", role: "operator" });
      expect(await listSchedules(ctx)).toEqual(await listSchedules(asAdmin(source.db)));
      expect(await readSettings(open.db)).toEqual(await readSettings(source.db));
      expect(await getJob(ctx, doneId)).toMatchObject({
        status: "errored",
        outcome: "failed",
        suggestion: "Mend it.",
        stages: [{ sync_type: "devices", status: "failed", error: "boom" }],
      });
    }));

  it("holds no secret in clear and no key", () => {
    const text = saved.join("\n");
    expect(text).not.toContain("correct horse");
    expect(text).not.toContain(Buffer.alloc(32, 7).toString("base64"));
    expect(text).toContain("v1.test.");
  });

  it("says in the log of each job that its lines are not in it, and ends what had not ended", () =>
    withTestDatabase(async (open) => {
      await restore(open, saved);
      const { frames } = await readJobFrames(asAdmin(open.db), doneId, {});
      expect(frames).toMatchObject([{ seq: 1, text: expect.stringContaining("no part of a backup") }]);
      expect(await getJob(asAdmin(open.db), waitingId)).toMatchObject({
        outcome: "lost",
        error: "The backup was made while this job was pending.",
        suggestion: "Use Run now to start it again.",
      });
    }));

  it("lets what comes after it get ids of its own, also where the newest rows were deleted since", () =>
    withTestDatabase(async (open) => {
      await restore(open, saved);
      const next = await createEndpoint(asAdmin(open.db), "netbox", {
        name: "n",
        ip_address: "10.0.0.3",
        token: "t".repeat(40),
      });
      const job = await pendingJob(open.db);
      expect(job.id).toBe(waitingId + 1);
      expect(next.id).toBeGreaterThan(0);
      await restore(open, saved, { replace: true });
      expect((await pendingJob(open.db)).id).toBe(waitingId + 2);
    }));

  it("is written into the audit log, and so is its restoring", () =>
    withTestDatabase(async (open) => {
      await restore(open, saved);
      const actions = async (of: OpenDb) =>
        (await of.pool.query("select action from audit_log where object_type = 'console'")).rows.map(
          (row) => row.action,
        );
      expect(await actions(open)).toEqual(["restore"]);
      expect(await actions(source)).toContain("backup");
    }));

  it("is for administrators", async () => {
    await expect(writeBackup(asOperator(source.db), async () => {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(restoreBackup(asOperator(source.db), linesOf(saved))).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("restoring", () => {
  it("is refused where something is already, unless that is to be replaced", () =>
    withTestDatabase(async (open) => {
      await createUser(
        { db: open.db, actor: systemActor("test") },
        { username: "eve", password: PASSWORD, role: "admin" },
      );
      await expect(restore(open, saved)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringMatching(/not empty \(1 users\).*--replace/),
      });
      await restore(open, saved, { replace: true });
      expect((await open.pool.query("select username from users")).rows).toEqual([{ username: "ada" }]);
    }));

  it("is refused while a job runs here, whatever is asked for", () =>
    withTestDatabase(async (open) => {
      const { id } = await pendingJob(open.db);
      await claimLease(open.db, { jobId: id, workerId: 1, backendId: 1, keys: [], maxParallel: 9 });
      await expect(restore(open, saved, { replace: true })).rejects.toMatchObject({
        message: expect.stringContaining(`Job ${id} runs here`),
      });
    }));

  const header = () => JSON.parse(saved[0] ?? "");
  const withHeader = (change: object) => [JSON.stringify({ ...header(), ...change }), ...saved.slice(1)];
  it.each<[string, () => string[], string]>([
    ["a file of something else", () => ["{}"], "no backup of Proxbox Console"],
    ["a text", () => ["PK\u0003\u0004"], "no backup of Proxbox Console"],
    ["nothing", () => [], "cut off"],
    [
      "another format",
      () => withHeader({ version: 2, release: "9.1.0" }),
      "version: the backup has format 2, this release reads format 1. Restore it with release 9.1.0",
    ],
    [
      "a newer schema",
      () => withHeader({ migrations: [...header().migrations, "ffff"] }),
      "migrations: the backup was made by release",
    ],
    ["a file that was cut between lines", () => saved.slice(0, -1), "without the end of a backup"],
    ["a file that was cut in a line", () => [...saved.slice(0, -1), '{"end":true,"ro'], "is no JSON"],
    ["a file that lost a line", () => [...saved.slice(0, 5), ...saved.slice(6)], "lost lines"],
    ["an unknown table", () => [saved[0] ?? "", '{"table":"secrets","row":{}}'], "table: Invalid option"],
    ["something after the end", () => [...saved, "{}"], "follows the end"],
  ])("refuses %s, with the remedy, and changes nothing", (_name, lines, message) =>
    withTestDatabase(async (open) => {
      await expect(restore(open, lines())).rejects.toMatchObject({
        code: "invalid",
        message: expect.stringContaining(message),
      });
      expect(await count(open, "users")).toBe(0);
      expect(await count(open, "settings")).toBe(1);
    }),
  );

  it("refuses secrets whose key is missing or another one, and leaves them out when asked to", () =>
    withTestDatabase(async (open) => {
      try {
        setKeyring(parseKeyring(`test:${Buffer.alloc(32, 9).toString("base64")}`));
        await expect(restore(open, saved)).rejects.toMatchObject({
          message: expect.stringMatching(/keys: .*sealed with key "test", and this console has another key of that id/),
        });
        setKeyring(parseKeyring(`other:${Buffer.alloc(32, 7).toString("base64")}`));
        await expect(restore(open, saved)).rejects.toMatchObject({
          message: expect.stringMatching(
            /no key of that id\. Add the key .* CONSOLE_SECRET_KEYS, or .*--without-secrets/,
          ),
        });
        await restore(open, saved, { withoutSecrets: true });
        expect(await listEndpoints(asAdmin(open.db), "proxmox")).toMatchObject([{ name: "pve", has_password: false }]);
      } finally {
        setUpProcess();
      }
    }));

  it("opens the secrets with a keyring that has the old key beside a new one", () =>
    withTestDatabase(async (open) => {
      const [fresh, old] = [Buffer.alloc(32, 9), Buffer.alloc(32, 7)].map((key) => key.toString("base64"));
      try {
        setKeyring(parseKeyring(`new:${fresh},test:${old}`));
        await restore(open, saved);
        const [pve] = await findEndpoints(open.db, "proxmox");
        expect(pve && openSecret("proxmox", pve, "password")).toBe("correct horse battery");
      } finally {
        setUpProcess();
      }
    }));
});

it("every table is saved, derived from others, or the installation's own: lib/backup/tables.ts decides which", async () => {
  const { rows } = await source.pool.query(
    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition",
  );
  const known = [...savedTables.map((table) => table.name), ...derivedTables, ...ownTables];
  expect(rows.map((row) => row.relname).sort()).toEqual([...new Set(known)].sort());
});
