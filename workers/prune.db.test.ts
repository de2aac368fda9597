import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { silentLogger } from "#lib/log";
import { pruneAll } from "./prune.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
});
afterAll(() => open.close());

it("forgets sessions, checks and workers that are over, and no others", async () => {
  const { pool } = open;
  await pool.query("insert into users (username, role) values ('somebody', 'viewer')");
  await pool.query(
    `insert into sessions (user_id, token_hash, expires_at) select users.id, 'hash-' || days, now() - days * interval '1 day'
     from users, unnest(array[-1, 1, 40]) days`,
  );
  await pool.query(
    "insert into check_history (service, endpoint_id, at, status) select 'backend', 1, now() - days * interval '1 day', 'success' from unnest(array[1, 40]) days",
  );
  await pool.query(
    "insert into workers (name, version, heartbeat_at) select 'worker-' || days, '1', now() - days * interval '1 day' from unnest(array[0, 90, 100]) days",
  );
  await pruneAll(open.db, silentLogger);
  const left = async (query: string) => (await pool.query(query)).rows.map((row) => Object.values(row)[0]);
  expect(await left("select token_hash from sessions order by id")).toEqual(["hash--1", "hash-1"]);
  expect(await left("select count(*)::int from check_history")).toEqual([1]);
  expect(await left("select name from workers order by id")).toEqual(["worker-0", "worker-90"]);
});
