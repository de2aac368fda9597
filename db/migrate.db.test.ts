import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "./client.ts";
import { migrate, schemaState } from "./migrate.ts";
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
