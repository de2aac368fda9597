import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startSimulator } from "#lib/simulator/simulator";
import document from "../../docs/openapi.json" with { type: "json" };
import { type Console, connectTo, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { spaced } from "../numbers.ts";
import { seedFrames, seedGuests, seedHistory, seedJobs } from "../seed.ts";

/** A table with more rows than this is a large one. */
const MANY_ROWS = 20_000;
/** Its lines and objects are read by their index; a few objects more of it are of the history that is seeded. */
const rowsOfOneJob = (lines: number): number => Math.max(MANY_ROWS, lines * 1.1);

/** Whose queries are logged with their plans and what they really read. */
const EXPLAIN = [
  "session_preload_libraries=auto_explain",
  "auto_explain.log_min_duration=0",
  "auto_explain.log_analyze=on",
  "auto_explain.log_timing=off",
  "auto_explain.log_format=json",
  "auto_explain.log_nested_statements=on",
]
  .map((setting) => `-c ${setting}`)
  .join(" ");

const PAGES = [
  "/",
  "/dashboard",
  "/jobs",
  "/schedules",
  "/clusters",
  "/nodes",
  "/storage",
  "/vms",
  "/settings",
  "/settings/audit",
  "/settings/webhooks/1",
  "/endpoints/proxmox/1",
];

/** What a person filters jobs by, and frames. */
const JOB_QUERIES = [
  "",
  "status=running",
  "outcome=failed",
  "proxmox_endpoint_id=7",
  "schedule_id=12",
  "user_id=1",
  "sync_type=devices",
  "created_at__gte=2026-01-05T00:00:00Z",
  "ordering=created_at",
  "ordering=-completed_at",
  "ordering=name",
  "ordering=-status",
  "q=Nightly",
  "q=no+such+job",
];
const FRAME_QUERIES = ["after=0", "after=50000", "before=50000", "problems=true", "stage=virtual-disks&limit=100"];

/** Everything that is asked of the database by pages, routes, a sync and the loops of a worker, at full size. */
async function run(bench: Bench): Promise<void> {
  const jobs = bench.quick ? 300_000 : 1_000_000;
  const perJob = bench.quick ? 10_000 : 100_000;
  await withConsole(
    bench,
    async (console) => {
      const { open } = console;
      const seeded = await seedJobs(open, jobs);
      const { lastId } = seeded;
      await seedHistory(open, seeded, jobs / 2);
      await seedFrames(open, { from: lastId - 49, to: lastId }, perJob);
      await seedFrames(open, { from: 1, to: 50 }, perJob);
      await seedGuests(open, 100_000, 50);
      await open.pool.query("analyze");
      const large = await largeTables(open);
      const logged = readFileSync(bench.server.logFile, "utf8").length;
      await walk(bench, console, lastId);
      const plans = readPlans(readFileSync(bench.server.logFile, "utf8").slice(logged));
      const offences = findOffences(plans, large, rowsOfOneJob(perJob));
      for (const offence of offences) bench.say(offence);
      if (offences.length > 0) bench.fail(`${offences.length} queries read a large table`);
      bench.figure({
        name: `queries that read a large table, of ${new Set(plans.map((plan) => plan["Query Text"])).size} at ${spaced(jobs)} jobs and ${spaced(perJob * 100)} frames`,
        value: offences.length,
        unit: "queries",
        target: { at: "most", value: 0 },
      });
    },
    { options: EXPLAIN },
  );
}

async function walk(bench: Bench, console: Console, jobId: number): Promise<void> {
  const { web, open, startWorker } = console;
  const sim = await startSimulator({ clusters: [{ name: "lab", nodes: 1, guests: 2 }] });
  try {
    await connectTo(open, sim);
    const ask = async (path: string) => {
      const answer = await fetch(`${web.url}${path}`, {
        headers: { cookie: web.cookie },
        signal: AbortSignal.timeout(20_000),
      });
      // 502 to 504 is what the console says of a backend that has no such thing; 500 is a query that was not asked.
      if (answer.status === 500) bench.fail(`${path} was answered 500`);
      await answer.text().catch(() => {});
    };
    await startWorker();
    const headers = { cookie: web.cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" };
    const started = await fetch(`${web.url}/sync/full-update`, { method: "POST", headers, body: "{}" });
    await started.text();
    for (const path of PAGES) await ask(path);
    for (const query of JOB_QUERIES) await ask(`/api/jobs?${query}`);
    for (const query of FRAME_QUERIES) await ask(`/api/jobs/${jobId}/frames?${query}`);
    await ask(`/jobs/${jobId}`);
    for (const path of readableRoutes(jobId)) await ask(path);
    await sleep(3_000);
  } finally {
    await sim.close();
  }
}

/** Every GET of the interface that ends by itself, with an id where it wants one. */
function readableRoutes(jobId: number): string[] {
  return Object.entries(document.paths)
    .filter(([path, item]) => "get" in item && path.startsWith("/api/") && !path.startsWith("/api/plugins/"))
    .map(([path]) => path)
    .filter((path) => !/stream|events|\/log$|\{service\}|\{upid\}/.test(path))
    .map((path) => path.replace("{id}", path.startsWith("/api/jobs/") ? String(jobId) : "1"))
    .map((path) => path.replace("{kind}", "proxmox"))
    .filter((path) => !path.includes("{"));
}

async function largeTables({ pool }: Console["open"]): Promise<Set<string>> {
  const { rows } = await pool.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and reltuples > $1",
    [MANY_ROWS],
  );
  return new Set(rows.map((row) => row.name));
}

type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  Plans?: Node[];
};
type Plan = { "Query Text": string; Plan: Node };

/** The plans in a server's log: each a JSON text whose lines begin with a tab. */
function readPlans(log: string): Plan[] {
  return [...log.matchAll(/ plan:\n((?:\t.*(?:\n|$))+)/g)].map(
    ([, text = ""]) => JSON.parse(text.replaceAll(/^\t/gm, "")) as Plan,
  );
}

/** Queries that read a large table from one end on, or by an index more rows of it than one job may have; each once. */
function findOffences(plans: readonly Plan[], large: ReadonlySet<string>, mostRows: number): string[] {
  const found = new Map<string, string>();
  const look = (node: Node, text: string) => {
    const rows = ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * (node["Actual Loops"] ?? 1);
    const table = node["Relation Name"] ?? "";
    const most = node["Node Type"] === "Seq Scan" ? MANY_ROWS : mostRows;
    if (large.has(table) && rows > most && !EXCEPTIONS.some((exception) => exception.test(text)))
      found.set(
        text,
        `${node["Node Type"]} reads ${rows} rows of ${table}: ${text.replaceAll(/\s+/g, " ").slice(0, 300)}`,
      );
    for (const part of node.Plans ?? []) look(part, text);
  };
  for (const { Plan: plan, "Query Text": text } of plans) look(plan, text);
  return [...found.values()];
}

/**
 * Numbers over all of history, for a monitoring system that asks each minute, and the count of the jobs to keep, once
 * each ten minutes: the cost of both is bounded by the retention.
 */
const EXCEPTIONS = [
  /from jobs group by status, outcome/,
  /from job_stages where completed_at is not null group by/,
  /from webhook_deliveries group by status/,
  /coalesce\(sum\(last_seq\)/,
  /select id from jobs order by id desc offset/,
];

export const plans: BenchRow = { name: "plans", title: "plans of every query on a large database", run };
