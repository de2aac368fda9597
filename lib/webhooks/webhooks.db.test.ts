import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { asAdmin, asOperator } from "../testing/actors.ts";
import { pendingJob } from "../testing/jobs.ts";
import { setUpProcess } from "../testing/process.ts";
import { deliver, deliverDue } from "./deliver.ts";
import { findNews, isNews } from "./find-news.ts";
import { getWebhook, listDeliveries } from "./list.ts";
import { MAX_ATTEMPTS, nextTryAt } from "./retry.ts";
import { createWebhook, removeWebhook, updateWebhookFields } from "./save.ts";
import { signBody } from "./sign.ts";
import { testWebhook } from "./test-webhook.ts";

const SECRET = "a secret between two programs";
let open: OpenDb;
let target: string;
let status = 200;
let received: { headers: IncomingHttpHeaders; body: string }[] = [];
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  received.push({ headers: request.headers, body });
  response.writeHead(status).end();
});

beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
beforeEach(async () => {
  status = 200;
  received = [];
  await open.pool.query("delete from webhooks");
});
afterAll(async () => {
  server.close();
  await open.close();
});

const admin = () => asAdmin(open.db);
let serial = 0;
const create = (values: object = {}) =>
  createWebhook(admin(), {
    name: `hook ${++serial}`,
    target_url: target,
    events: ["job.ended"],
    secret: SECRET,
    ...values,
  });
const history = async (id: number) => (await listDeliveries(admin(), id, { limit: 50, offset: 0 })).results;

async function endedJob(outcome: string, scope = "scope"): Promise<number> {
  const { id } = await pendingJob(open.db, { scopeKey: scope });
  const set = "update jobs set status = $2, outcome = $3, completed_at = clock_timestamp() where id = $1";
  await open.pool.query(set, [id, outcome === "failed" ? "errored" : "completed", outcome]);
  return id;
}

describe("a webhook", () => {
  it("is only for administrators, keeps its secret sealed, and is in the audit log", async () => {
    await expect(createWebhook(asOperator(open.db), {})).rejects.toMatchObject({ code: "forbidden" });
    const made = await create();
    expect(made).toMatchObject({ has_secret: true, target_url: target });
    const { rows } = await open.pool.query("select sealed_secret from webhooks where id = $1", [made.id]);
    expect(rows[0].sealed_secret).toMatch(/^v1\.test\./);
    const audit = await open.pool.query("select * from audit_log where object_type = 'webhook'");
    expect(audit.rows.length).toBeGreaterThan(0);
    expect(JSON.stringify([made, audit.rows])).not.toContain(SECRET);
    await removeWebhook(admin(), made.id);
    await expect(getWebhook(admin(), made.id)).rejects.toMatchObject({ code: "not_found" });
  });

  it.each([
    ["http://169.254.169.254/latest", /never used/],
    ["http://10.0.0.1/", /WEBHOOK_NETWORKS/],
    ["http://0xa000001/", /WEBHOOK_NETWORKS/],
    ["http://127.0.0.1:25/", /another kind of service/],
    ["ftp://127.0.0.1/", /not an http or https URL/],
    ["http://user:pass@127.0.0.1/", /user or a password/],
  ])("goes only where it may: %s", async (address, words) => {
    const refused = await create({ target_url: address }).catch((error) => error);
    expect(refused.fields.target_url[0]).toMatch(words);
  });

  it("needs its secret again for another receiver, and keeps it otherwise", async () => {
    const { id } = await create();
    const moved = updateWebhookFields(admin(), id, { target_url: `${target}/other` });
    await expect(moved).rejects.toMatchObject({ fields: { secret: [expect.stringContaining("enter it again")] } });
    expect(await updateWebhookFields(admin(), id, { name: "renamed", secret: "" })).toMatchObject({ has_secret: true });
  });
});

describe("a delivery", () => {
  it("is signed over its time and body", async () => {
    const { id } = await create();
    expect(await testWebhook(admin(), id)).toMatchObject({ status: "delivered", http_status: 200, attempts: 1 });
    const [{ headers, body } = { headers: {}, body: "" }] = received;
    expect(JSON.parse(body)).toMatchObject({ event: "test", webhook: { id } });
    expect(headers["x-proxbox-event"]).toBe("test");
    const timestamp = Number(headers["x-proxbox-timestamp"]);
    expect(headers["x-proxbox-signature"]).toBe(signBody(SECRET, timestamp, body));
    expect(signBody(SECRET, timestamp + 1, body)).not.toBe(headers["x-proxbox-signature"]);
  });

  it("that is not taken is put off, tried again when due, and given up at last", async () => {
    status = 503;
    const { id } = await create();
    const first = await testWebhook(admin(), id);
    expect(first).toMatchObject({ status: "pending", attempts: 1, error: "The receiver answered 503." });
    expect(await deliver(open.db, first.id)).toBeNull();
    await open.pool.query("update webhook_deliveries set next_try_at = now()");
    status = 204;
    await deliverDue(open.db);
    expect(await history(id)).toMatchObject([{ status: "delivered", attempts: 2, http_status: 204, error: null }]);
    status = 500;
    const hopeless = await testWebhook(admin(), id);
    await open.pool.query("update webhook_deliveries set attempts = $1, next_try_at = now() where id = $2", [
      MAX_ATTEMPTS - 1,
      hopeless.id,
    ]);
    expect(await deliver(open.db, hopeless.id)).toMatchObject({ status: "failed", nextTryAt: null });
  });

  it("is made by one process only, however many try at once", async () => {
    const { id } = await create();
    await endedJob("ok");
    await findNews(open.db);
    const [{ id: delivery } = { id: 0 }] = await history(id);
    await Promise.all(Array.from({ length: 5 }, () => deliver(open.db, delivery)));
    expect(received).toHaveLength(1);
  });

  it("that tests a receiver is answered where it was asked for, however busy the workers are", async () => {
    const { id } = await create();
    let isOver = false;
    const rival = (async () => {
      while (!isOver) await deliverDue(open.db);
    })();
    for (let test = 1; test <= 20; test += 1)
      expect(await testWebhook(admin(), id)).toMatchObject({ status: "delivered", attempts: 1 });
    isOver = true;
    await rival;
    expect(received).toHaveLength(20);
  });

  it("rings the queue for its next try", async () => {
    status = 500;
    const { id } = await create();
    const { id: delivery } = await testWebhook(admin(), id);
    const { rows } = await open.pool.query(
      "select start_after > now() as later from pgboss.job where name = 'proxbox-control' and (data->>'deliveryId')::int = $1 order by start_after",
      [delivery],
    );
    expect(rows.map((row) => row.later)).toEqual([true]);
  });

  it("waits four times as long each time, up to a limit", () => {
    const now = new Date(0);
    const waits = Array.from({ length: MAX_ATTEMPTS }, (_, n) => nextTryAt(n + 1, now)?.getTime() ?? null);
    expect(waits.slice(0, 3)).toEqual([10_000, 40_000, 160_000]);
    expect(waits.at(-1)).toBeNull();
  });
});

describe("news", () => {
  it("of an ended job is told once, to those who want it", async () => {
    const wants = await create();
    const other = await create({ events: ["schedule.missed"] });
    const off = await create({ enabled: false });
    const job = await endedJob("failed");
    await Promise.all([findNews(open.db), findNews(open.db)]);
    await findNews(open.db);
    expect(await history(wants.id)).toMatchObject([{ event: "job.ended", payload: { job: { id: job } } }]);
    expect([await history(other.id), await history(off.id)]).toEqual([[], []]);
  });

  it("of a streak comes with the third failure, of a recovery with the first success after one", async () => {
    const { id } = await create({ events: ["job.failing", "job.recovered"] });
    for (const outcome of ["failed", "failed", "failed", "failed", "ok", "ok"]) {
      await endedJob(outcome, "streak");
      await findNews(open.db);
    }
    expect((await history(id)).map((row) => row.event)).toEqual(["job.recovered", "job.failing"]);
  });

  it.each([
    ["job.failing", "failed", ["failed", "failed", "ok"], true],
    ["job.failing", "failed", ["failed", "failed", "failed"], false],
    ["job.failing", "lost", ["failed", "lost"], true],
    ["job.failing", "ok", ["failed", "failed"], false],
    ["job.recovered", "warnings", ["lost"], true],
    ["job.recovered", "ok", ["ok", "failed"], false],
    ["job.recovered", "cancelled", ["failed"], false],
  ] as const)("%s: %s after %j", (event, outcome, before, expected) => {
    expect(isNews(event, outcome, before)).toBe(expected);
  });

  it("of a missed schedule and of workers that are gone is told once each time", async () => {
    const { id } = await create({ events: ["schedule.missed", "workers.gone"] });
    await open.pool.query(
      "insert into schedules (name, params, timezone, missed, overlap, missed_count, last_missed_at) values ('nightly', '{}', 'UTC', 'skip', 'skip', 1, clock_timestamp())",
    );
    await open.pool.query(
      "insert into workers (name, version, heartbeat_at) values ('w', '1', now() - interval '6 min')",
    );
    await findNews(open.db);
    await findNews(open.db);
    expect((await history(id)).map((row) => row.event).toSorted()).toEqual(["schedule.missed", "workers.gone"]);
    await open.pool.query("update workers set heartbeat_at = now()");
    await open.pool.query("update schedules set last_missed_at = clock_timestamp() + interval '2 s'");
    await findNews(open.db);
    expect((await history(id)).map((row) => row.event)[0]).toBe("schedule.missed");
    expect(await history(id)).toHaveLength(3);
  });
});
