import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { createUser } from "../users/create-user.ts";
import { systemActor } from "./schema.ts";
import { openSession, readSession } from "./session.ts";

let open: OpenDb;
let userId: number;
beforeAll(async () => {
  open = await testDatabase();
  const input = { username: "ada", role: "viewer", password: "wooden spoon orchestra" };
  userId = (await createUser({ db: open.db, actor: systemActor("test") }, input)).id;
});
afterAll(() => open.close());

const enter = () => openSession(open.db, userId, { address: null, userAgent: null });
const isOpen = async (token: string) => (await readSession(open.db, token, undefined)) !== null;

it("a session has 256 random bits of its own, of which the database keeps a hash only", async () => {
  const [one, two] = [await enter(), await enter()];
  expect([one.length, two.length, one === two]).toEqual([43, 43, false]);
  const { rows } = await open.pool.query("select * from sessions");
  expect(JSON.stringify(rows)).not.toContain(one);
});

it("a session ends after 12 idle hours, and after 7 days however much it is used", async () => {
  const token = await enter();
  const age = (column: string, interval: string) =>
    open.pool.query(`update sessions set ${column} = clock_timestamp() + $1::interval`, [interval]);
  await age("last_seen_at", "-11 hours -59 minutes");
  expect(await isOpen(token)).toBe(true);
  await age("last_seen_at", "-12 hours -1 minutes");
  expect(await isOpen(token)).toBe(false);
  await age("last_seen_at", "0");
  const { rows } = await open.pool.query(
    "select extract(epoch from expires_at - created_at)::int as life from sessions",
  );
  expect(rows.every(({ life }) => Math.abs(life - 7 * 86_400) <= 5)).toBe(true);
  await age("expires_at", "-1 second");
  expect(await isOpen(token)).toBe(false);
});
