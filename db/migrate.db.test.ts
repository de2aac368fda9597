import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenDb, openDb } from "./client.ts";
import { assertCurrentSchema, migrate, schemaState } from "./migrate.ts";
import { testDatabase } from "./testing.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
});
afterAll(() => open.close());

describe("migrating", () => {
  it("does nothing to a current schema", async () => {
    expect(await migrate(open.url)).toEqual({ state: "current", applied: 0 });
  });

  it("refuses a schema that a newer release wrote, and says the remedy", async () => {
    await open.pool.query("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('from-the-future', 0)");
    expect(await schemaState(open.url)).toBe("newer");
    await expect(migrate(open.url)).rejects.toThrow("newer release");
    await expect(assertCurrentSchema(open.url)).rejects.toThrow(/Start that release again,.* restore a backup/);
    await open.pool.query("DELETE FROM drizzle.__drizzle_migrations WHERE hash = 'from-the-future'");
  });

  it("keeps the audit log append-only for the application", async () => {
    await open.pool.query(
      "INSERT INTO audit_log (actor_kind, username, action, object_type) VALUES ('system', 'test', 'create', 'job')",
    );
    await expect(open.pool.query("DELETE FROM audit_log")).rejects.toThrow("append-only");
    await expect(open.pool.query("UPDATE audit_log SET action = 'x'")).rejects.toThrow("append-only");
  });

  it("gives every 500 jobs a partition for their frames", async () => {
    for (const job of [1, 499, 500, 1]) await open.pool.query("SELECT ensure_frame_partition($1)", [job]);
    const { rows } = await open.pool.query(
      "SELECT relname FROM pg_class WHERE relname ~ '^job_frames_p[0-9]+$' ORDER BY 1",
    );
    expect(rows.map((row) => row.relname)).toEqual(["job_frames_p0", "job_frames_p500"]);
  });
});

describe("an upgrade", () => {
  const withDatabase = async (work: (name: string, url: string) => Promise<void>) => {
    const name = `upgrade_${process.pid}_${performance.now().toFixed(0)}`;
    const url = new URL(open.url);
    url.pathname = `/${name}`;
    await open.pool.query(`create database ${name}`);
    try {
      await work(name, url.href);
    } finally {
      for (const copy of [name, ...(await copiesOf(name))]) await open.pool.query(`drop database ${copy} with (force)`);
    }
  };
  const copiesOf = async (name: string): Promise<string[]> => {
    const { rows } = await open.pool.query(
      "select datname from pg_database where starts_with(datname, $1) order by 1",
      [`${name}_before_`],
    );
    return rows.map((row) => row.datname);
  };

  it("says that a database without a schema, or with that of the release before, is to be migrated", () =>
    withDatabase(async (_name, url) => {
      await expect(assertCurrentSchema(url)).rejects.toThrow(/is empty\. Run `npm run db:migrate`/);
      await migrateAllButLast(url);
      await expect(assertCurrentSchema(url)).rejects.toThrow(/schema of an older release\. Run `npm run db:migrate`/);
      await migrate(url);
      await assertCurrentSchema(url);
    }));

  it("copies an embedded database before it changes it, keeps what is in it, and keeps the two newest copies", () =>
    withDatabase(async (name, url) => {
      expect(await migrate(url, { copyFirst: true })).not.toHaveProperty("copiedTo");
      await open.pool.query(`drop database ${name}`);
      await open.pool.query(`create database ${name}`);
      await migrateAllButLast(url);
      await withPool(url, (old) => old.pool.query("insert into users (username, role) values ('ada', 'admin')"));
      for (const year of [2001, 2002]) await open.pool.query(`create database ${name}_before_${year}0101000000`);
      const { copiedTo, applied } = await migrate(url, { copyFirst: true });
      expect(applied).toBe(1);
      expect(await copiesOf(name)).toEqual([`${name}_before_20020101000000`, copiedTo]);
      const names = async (where: string) =>
        withPool(where, async (one) => (await one.pool.query("select username from users")).rows);
      const copy = new URL(url);
      copy.pathname = `/${copiedTo}`;
      expect(await names(url)).toEqual([{ username: "ada" }]);
      expect(await names(copy.href)).toEqual([{ username: "ada" }]);
      expect(await schemaState(copy.href)).toBe("pending");
    }));
});

async function withPool<T>(url: string, work: (open: OpenDb) => Promise<T>): Promise<T> {
  const opened = openDb(url, { max: 1 });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** The schema of the release before: every migration but the newest one. */
async function migrateAllButLast(url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "migrations-"));
  cpSync(join(import.meta.dirname, "migrations"), folder, { recursive: true });
  const journal = join(folder, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8"));
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, -1) }));
  await withPool(url, ({ pool }) => applyMigrations(drizzle(pool), { migrationsFolder: folder }));
  rmSync(folder, { recursive: true });
}
