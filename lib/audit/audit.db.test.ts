import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { parseInput } from "../parse-input.ts";
import { asAdmin, asOperator } from "../testing/actors.ts";
import { setUpProcess } from "../testing/process.ts";
import { auditCsv, listAudit } from "./list.ts";
import { recordAudit } from "./record.ts";
import { AuditQuery } from "./schema.ts";

let open: OpenDb;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  const ctx = asAdmin(open.db);
  await recordAudit(ctx, {
    action: "update",
    objectType: "endpoint",
    objectId: 1,
    objectName: '=HYPERLINK("x")',
    before: { password: "planted-secret-1", port: 1 },
    after: { port: 2 },
  });
  await recordAudit(ctx, { action: "delete", objectType: "user", objectId: 7, objectName: "100%_sure" });
});
afterAll(() => open.close());

const query = (values: object = {}) => parseInput(AuditQuery, values);

describe("the audit log", () => {
  it("tells who did what, newest first, with secrets masked", async () => {
    const { count, results } = await listAudit(asAdmin(open.db), query());
    expect([count, results[0]?.action, results[1]?.action]).toEqual([2, "delete", "update"]);
    expect(results[1]).toMatchObject({ username: "test-admin", before: { port: 1 }, after: { port: 2 } });
    expect(JSON.stringify(results)).not.toContain("planted-secret-1");
  });

  it("is filtered by what is in it, signs of patterns taken as they are", async () => {
    const found = async (values: object) => (await listAudit(asAdmin(open.db), query(values))).count;
    expect(await found({ object_type: "endpoint" })).toBe(1);
    expect(await found({ action: ["update", "delete"] })).toBe(2);
    expect(await found({ q: "0%_s" })).toBe(1);
    expect(await found({ q: "0__s" })).toBe(0);
    expect(await found({ at__lte: "2001-01-01T00:00:00Z" })).toBe(0);
  });

  it("leaves as CSV in which no cell is a formula", async () => {
    const parts = await Array.fromAsync(auditCsv(asAdmin(open.db), query()));
    const text = parts.join("");
    expect(text.split("\n")[0]).toMatch(/^id,at,actor_kind,/);
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  });

  it("is for administrators, and nobody changes it", async () => {
    await expect(listAudit(asOperator(open.db), query())).rejects.toMatchObject({ code: "forbidden" });
    await expect(open.pool.query("update audit_log set action = 'x'")).rejects.toThrow();
    await expect(open.pool.query("delete from audit_log")).rejects.toThrow();
    await expect(open.pool.query("truncate audit_log")).rejects.toThrow("append-only");
  });
});
