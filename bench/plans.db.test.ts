import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { listAudit } from "#lib/audit/list";
import { AuditQuery } from "#lib/audit/schema";
import { pruneChecks } from "#lib/checks/prune";
import { readJobFrames } from "#lib/jobs/frames";
import { lastEndedJob } from "#lib/jobs/last-of-endpoint";
import { findDeadJobs } from "#lib/jobs/lease-store";
import { listJobs } from "#lib/jobs/list";
import { pruneJobs } from "#lib/jobs/prune";
import { JobListParams, toJobListQuery } from "#lib/jobs/query";
import { silentLogger } from "#lib/log";
import { countHistory, findHistory } from "#lib/status/store";
import { CoverageListParams, listCoverage } from "#lib/sync/job-coverage";
import { asAdmin } from "#lib/testing/actors";
import { listVms } from "#lib/vms/list";
import { VmListParams } from "#lib/vms/schema";
import { findNews } from "#lib/webhooks/find-news";
import { pruneDeliveries } from "#lib/webhooks/prune";
import { countDeliveries, findDeliveries, findDueDeliveries } from "#lib/webhooks/store";
import { seedFrames, seedGuests, seedHistory, seedJobs } from "./seed.ts";

/** Enough that the planner would not choose to read all of it, and quick to make. */
const JOBS = 40_000;
const LARGE = ["jobs", "job_stages", "job_objects", "check_history", "audit_log", "webhook_deliveries", "vms"];

type Asked = { text: string; values: unknown[] };
let open: OpenDb;
let lastId: number;
const asked: Asked[] = [];

beforeAll(async () => {
  open = await testDatabase();
  const jobs = await seedJobs(open, JOBS);
  lastId = jobs.lastId;
  await seedHistory(open, jobs, JOBS);
  await seedFrames(open, { from: lastId, to: lastId }, 30_000);
  await seedGuests(open, JOBS, 5);
  await open.pool.query("analyze");
  open.pool.on("acquire", (client) => listenTo(client));
}, 60_000);
afterAll(() => open.close());

const heard = new WeakSet<pg.PoolClient>();

/** Notes what is asked over a connection. */
function listenTo(client: pg.PoolClient): void {
  if (heard.has(client)) return;
  heard.add(client);
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown];
    const text = typeof first === "string" ? first : first.text;
    const values = Array.isArray(second) ? second : typeof first === "string" ? [] : (first.values ?? []);
    asked.push({ text, values });
    return query(...args);
  }) as typeof client.query;
}

type Node = { "Node Type": string; "Relation Name"?: string; Filter?: string; Plans?: Node[] };

/**
 * Tables that the plan of a query reads from one end to the other. A count of everything stops where it promises to:
 * what it reads until then is no matter of the plan.
 */
async function wholeReads({ text, values }: Asked): Promise<string[]> {
  const { rows } = await open.pool.query({ text: `explain (format json) ${text}`, values: values as unknown[] });
  const found: string[] = [];
  const look = (node: Node, above?: Node) => {
    const stops = above?.["Node Type"] === "Limit" && node.Filter === undefined;
    if (node["Node Type"] === "Seq Scan" && node["Relation Name"] && !stops) found.push(node["Relation Name"]);
    for (const part of node.Plans ?? []) look(part, node);
  };
  look(rows[0]["QUERY PLAN"][0].Plan);
  return found.filter((table) => LARGE.includes(table) || table.startsWith("job_frames"));
}

/** What is asked while `work` runs, and reads a large table as a whole. */
async function offences(work: () => Promise<unknown>): Promise<string[]> {
  asked.length = 0;
  await work();
  const queries = asked.filter(({ text }) => /^\s*(with|select|update|delete)\b/i.test(text));
  expect(queries.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const query of queries.splice(0)) {
    const tables = await wholeReads(query);
    if (tables.length > 0) found.push(`${tables.join(", ")}: ${query.text.replaceAll(/\s+/g, " ")}`);
  }
  return found;
}

const jobList = (filter: Record<string, string>) => () =>
  listJobs(asAdmin(open.db), toJobListQuery(JobListParams.parse(filter)));

const vmList = (filter: Record<string, string>) => () => listVms(asAdmin(open.db), VmListParams.parse(filter));

const work: Record<string, () => Promise<unknown>> = {
  "the newest jobs": jobList({}),
  "failed jobs": jobList({ outcome: "failed" }),
  "jobs of an endpoint that has few": jobList({ proxmox_endpoint_id: "999" }),
  "jobs of an endpoint": jobList({ proxmox_endpoint_id: "7" }),
  "jobs of a sync type": jobList({ sync_type: "devices" }),
  "jobs of a schedule": jobList({ schedule_id: "12" }),
  "jobs by a rare name": jobList({ q: "Nightly 480" }),
  "jobs by name": jobList({ ordering: "name" }),
  "jobs by end": jobList({ ordering: "-completed_at" }),
  "the guests by name": vmList({}),
  "a later page of guests": vmList({ offset: "5000" }),
  "guests by part of a name": vmList({ q: "m-99" }),
  "guests by capitals": vmList({ q: "M-99" }),
  "guests by part of a tag": vmList({ q: "agge" }),
  "guests by a text that is nowhere": vmList({ q: "no such guest" }),
  "guests by VMID as text": vmList({ q: "12345" }),
  "guests by tag": vmList({ tag: "tagged" }),
  "guests of a node": vmList({ node: "pve7" }),
  "guests of an endpoint": vmList({ proxmox_endpoint_id: "3" }),
  "guests by node": vmList({ ordering: "node" }),
  "guests by node, the last first": vmList({ ordering: "-node" }),
  "guests by VMID": vmList({ ordering: "-vmid" }),
  "the last job of an endpoint": () => lastEndedJob(open.db, 7),
  "dead owners": () => findDeadJobs(open.db),
  "the end of a log": () => readJobFrames(asAdmin(open.db), lastId, { before: 30_001, limit: 1000 }),
  "problems of a log": () => readJobFrames(asAdmin(open.db), lastId, { after: 0, problems: true, limit: 100 }),
  "the coverage of a job": () => listCoverage(asAdmin(open.db), lastId, CoverageListParams.parse({})),
  "earlier checks": () => findHistory(open.db, { service: "proxmox", endpointId: 7, limit: 50, offset: 0 }),
  "how many checks": () => countHistory(open.db, "proxmox", 7),
  "the audit log": () => listAudit(asAdmin(open.db), AuditQuery.parse({})),
  "deliveries of a webhook": () => findDeliveries(open.db, 1, { limit: 50, offset: 0 }),
  "due deliveries": () => findDueDeliveries(open.db, 20),
  "news for webhooks": () => findNews(open.db),
  "retention of checks": () => pruneChecks(open.db),
  "retention of deliveries": () => pruneDeliveries(open.db),
  "retention of jobs": () => pruneJobs(open.db, { days: 90_000, jobs: 10_000_000 }, silentLogger),
};

describe("however long the console has been running, no large table is read as a whole", () => {
  it.each(Object.entries(work))("for %s", async (_, run) => {
    expect(await offences(run)).toEqual([]);
  });

  it("and a page of guests comes with its count in one question", async () => {
    const filters: Record<string, string>[] = [{}, { q: "m-99" }, { proxmox_endpoint_id: "3" }];
    for (const filter of filters) {
      asked.length = 0;
      await vmList(filter)();
      expect(asked.filter(({ text }) => !text.startsWith("explain"))).toHaveLength(1);
    }
  });

  it("and no count of a long history goes on beyond what it promises", async () => {
    expect(await countDeliveries(open.db, 1)).toMatchObject({ isEstimate: true });
  });
});
