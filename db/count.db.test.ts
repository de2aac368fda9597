import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "./client.ts";
import { countRows, EXACT_COUNT } from "./count.ts";
import { testDatabase } from "./testing.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
  await open.pool.query("create table many as select generate_series(1, 40000) as n");
  await open.pool.query("analyze many");
});
afterAll(() => open.close());

it("counts exactly up to 10 000, and says what the planner expects above", async () => {
  const where = (limit: number) => sql`select 1 from many where n <= ${limit}`;
  expect(await countRows(open.db, where(EXACT_COUNT))).toEqual({ count: EXACT_COUNT, isEstimate: false });
  const more = await countRows(open.db, where(EXACT_COUNT + 1));
  expect(more).toMatchObject({ isEstimate: true });
  expect(more.count).toBeGreaterThan(EXACT_COUNT);
  const all = await countRows(open.db, sql`select 1 from many`);
  expect(all).toEqual({ count: 40_000, isEstimate: true });
});
