import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { pendingJob } from "#lib/testing/jobs";
import { setUpProcess } from "#lib/testing/process";
import { ask, at, type TestWeb, testWeb } from "#lib/testing/web";
import { GET as changes } from "./[id]/changes/route.ts";
import { GET as objects } from "./[id]/objects/route.ts";

let open: OpenDb;
let web: TestWeb;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  web = testWeb(open);
});
afterAll(async () => {
  await web.close();
  await open.close();
});

/** A job that ended, with one frame for each of these objects. */
async function ended(items: { name: string; operation: string; status: string }[]): Promise<number> {
  const { id } = await pendingJob(open.db);
  for (const [index, { name, operation, status }] of items.entries()) {
    const item = { name, item_type: "node", netbox_id: index + 1, netbox_url: `http://netbox.test/${index + 1}/` };
    const data = JSON.stringify({ event: "item_progress", phase: "devices", status, item, operation });
    await open.pool.query(
      `insert into job_frames (job_id, seq, at, attempt, stage, proxmox_endpoint_id, event, level, text, data)
       values ($1, $2, now(), 1, 'devices', 7, 'item_progress', 'info', 'x', $3)`,
      [id, index + 1, data],
    );
  }
  await open.pool.query(
    "update jobs set status = 'completed', outcome = 'ok', completed_at = now(), last_seq = $2 where id = $1",
    [id, items.length],
  );
  return id;
}

it("lists the objects of a job with filters, and compares them with the run before", async () => {
  const { token } = await web.user("viewer");
  const first = await ended([
    { name: "pve1", operation: "created", status: "completed" },
    { name: "pve2", operation: "created", status: "failed" },
  ]);
  const second = await ended([
    { name: "pve1", operation: "updated", status: "completed" },
    { name: "pve2", operation: "created", status: "completed" },
    { name: "pve3", operation: "created", status: "failed" },
  ]);
  const get = async (handler: typeof objects, id: number, query = "") =>
    (await handler(ask(`/api/jobs/${id}${query}`, { token }), at({ id: String(id) }))).json();

  expect(await get(objects, second, "?status=completed&ordering=-name&fields=name,netbox_id")).toEqual({
    count: 2,
    next: null,
    previous: null,
    results: [
      { name: "pve2", netbox_id: 2 },
      { name: "pve1", netbox_id: 1 },
    ],
  });
  expect(await get(objects, second, "?colour=red")).toMatchObject({ code: "invalid" });
  const found = await get(changes, second);
  const names = (list: { name: string }[]) => list.map((object) => object.name);
  expect([found.job_id, found.previous_job_id]).toEqual([second, first]);
  expect([names(found.created), names(found.updated)]).toEqual([["pve2"], ["pve1"]]);
  expect([names(found.newly_failing), names(found.recovered)]).toEqual([["pve3"], ["pve2"]]);
  expect((await get(changes, first)).previous_job_id).toBeNull();
});
