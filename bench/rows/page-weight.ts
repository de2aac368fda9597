import { EMPTY_PAGE, scriptsKb } from "../../e2e/script-weight.ts";
import { withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { seedLongJob } from "../seed.ts";

const PATHS = [
  "/",
  "/dashboard",
  "/jobs",
  "/jobs/{id}",
  "/vms",
  "/endpoints/proxmox",
  "/schedules",
  "/settings",
  "/doctor",
];

/** Scripts that a page asks for by its HTML, against the page of the same build that is empty. */
async function run(bench: Bench): Promise<void> {
  await withConsole(bench, async ({ open, web }) => {
    const id = await seedLongJob(open, 1_000);
    const weigh = async (path: string): Promise<number | null> => {
      const headers = { cookie: web.cookie, accept: "text/html" };
      const answer = await fetch(`${web.url}${path.replace("{id}", String(id))}`, { headers });
      if (answer.status !== 200 && path !== EMPTY_PAGE) return null;
      return scriptsKb(web.url, await answer.text());
    };
    const empty = (await weigh(EMPTY_PAGE)) ?? 0;
    for (const path of PATHS) {
      const whole = await weigh(path);
      if (whole === null) continue;
      bench.figure({
        name: `scripts of ${path} above an empty page, gzip`,
        value: whole - empty,
        unit: "kB",
        target: { at: "most", value: 60 },
        reference: { name: "the empty page", value: empty },
      });
    }
  });
}

export const pageWeight: BenchRow = { name: "12", title: "scripts of the first load of a page", run };
