import { createEndpoint } from "#lib/endpoints/create";
import { readJobFrames } from "#lib/jobs/frames";
import { findDeadJobs } from "#lib/jobs/lease-store";
import { listJobs } from "#lib/jobs/list";
import { asAdmin, asViewer } from "#lib/testing/actors";
import { listVms } from "#lib/vms/list";
import { VmListParams } from "#lib/vms/schema";
import { type Console, withConsole } from "../console.ts";
import type { Bench, BenchRow, Growth } from "../figure.ts";
import { percentile, timesOf } from "../numbers.ts";
import { seedGuests, seedJobs, seedLongJob } from "../seed.ts";

type Cost = { name: string; work: () => Promise<unknown> };
type Family = {
  sizeName: string;
  sizes: number[];
  /** Grows the database to a size and tells what is measured there. */
  grow: (console: Console, size: number) => Promise<Cost[]>;
};

const page =
  ({ web }: Console, path: string) =>
  async () => {
    const answer = await fetch(`${web.url}${path}`, { headers: { cookie: web.cookie, accept: "text/html" } });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
    return answer.text();
  };

const families: Family[] = [
  {
    sizeName: "frames of a job",
    sizes: [1_000, 10_000, 100_000, 1_000_000],
    async grow(console, size) {
      const id = await seedLongJob(console.open, size);
      const ctx = asViewer(console.open.db);
      return [
        { name: "its last 1 000 frames", work: () => readJobFrames(ctx, id, { before: size + 1, limit: 1000 }) },
        { name: "its page", work: page(console, `/jobs/${id}`) },
      ];
    },
  },
  {
    sizeName: "jobs",
    sizes: [1_000, 10_000, 100_000, 1_000_000],
    async grow(console, size) {
      const { open } = console;
      const { rows } = await open.pool.query<{ count: number }>("select count(*)::int as count from jobs");
      await seedJobs(open, size - (rows[0]?.count ?? 0));
      await open.pool.query("analyze jobs");
      const ctx = asViewer(open.db);
      return [
        { name: "the newest 50 jobs", work: () => listJobs(ctx, {}) },
        { name: "the page of jobs", work: page(console, "/jobs") },
        { name: "the home page", work: page(console, "/") },
        { name: "a worker's look for dead owners", work: () => findDeadJobs(open.db) },
      ];
    },
  },
  {
    sizeName: "endpoints",
    sizes: [1, 5, 20, 50],
    async grow(console, size) {
      const ctx = asAdmin(console.open.db);
      const { rows } = await console.open.pool.query<{ count: number }>(
        "select count(*)::int as count from proxmox_endpoints",
      );
      for (let number = (rows[0]?.count ?? 0) + 1; number <= size; number += 1) {
        const login = { username: "root@pam", password: "not a secret", verify_ssl: false };
        const address = { name: `cluster ${number}`, ip_address: "127.0.0.1", port: 20_000 + number };
        await createEndpoint(ctx, "proxmox", { ...login, ...address });
      }
      return [
        { name: "the home page", work: page(console, "/") },
        { name: "the page of endpoints", work: page(console, "/endpoints/proxmox") },
      ];
    },
  },
  {
    sizeName: "guests",
    sizes: [100, 1_000, 10_000, 100_000],
    async grow(console, size) {
      await seedGuests(console.open, size, 50);
      const ctx = asViewer(console.open.db);
      return [
        { name: "50 of them", work: () => listVms(ctx, VmListParams.parse({ limit: "50" })) },
        { name: "the page of guests", work: page(console, "/vms") },
      ];
    },
  },
];

/** Each cost at four sizes, in one database that grows. */
async function run(bench: Bench): Promise<void> {
  for (const family of families) {
    await withConsole(bench, async (console) => {
      const growths = new Map<string, Growth>();
      for (const size of bench.quick ? family.sizes.slice(0, 3) : family.sizes) {
        for (const { name, work } of await family.grow(console, size)) {
          await timesOf(3, work);
          const value = percentile(await timesOf(bench.quick ? 15 : 30, work), 0.5);
          const known = growths.get(name) ?? { name, sizeName: family.sizeName, unit: "ms", points: [] };
          known.points.push({ size, value });
          growths.set(name, known);
        }
      }
      for (const growth of growths.values()) bench.growth(growth);
    });
  }
}

export const growth: BenchRow = { name: "growth", title: "how costs grow", run };
