import type { OpenDb } from "#db/client";
import { startSimulator } from "#lib/simulator/simulator";
import { type Console, connectTo, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { percentile } from "../numbers.ts";

/** From the click on the button to the first line of the log on the screen. */
async function runClick(bench: Bench): Promise<void> {
  const sim = await startSimulator({ clusters: [{ name: "lab", nodes: 1, guests: 2 }] });
  try {
    await withConsole(bench, async ({ open, web, startWorker, openPage }) => {
      await connectTo(open, sim);
      await startWorker();
      const page = await openPage();
      const took: number[] = [];
      for (let turn = 0; turn < (bench.quick ? 5 : 10); turn += 1) {
        await page.goto(`${web.url}/`);
        const button = page.getByRole("button", { name: "Run Sync Now" });
        await button.waitFor();
        const startMs = performance.now();
        await button.click();
        await page.locator('[id^="L"].log-line').first().waitFor();
        took.push(performance.now() - startMs);
        await page
          .getByText(/Sync (finished|failed)/)
          .first()
          .waitFor();
      }
      bench.figure({
        name: "click → first line of the log painted, median",
        value: percentile(took, 0.5),
        unit: "ms",
        target: { at: "most", value: 1_000 },
        predecessor: "7 400–9 000 ms",
      });
    });
  } finally {
    await sim.close();
  }
}

/** A full sync in stages against the time that the backend takes for the same streams. */
async function runStages(bench: Bench): Promise<void> {
  const sim = await startSimulator({
    clusters: [{ name: "lab", nodes: 2, guests: bench.quick ? 20 : 60 }],
    pace: "human",
    paceFactor: 0.1,
  });
  try {
    await withConsole(bench, async (console) => {
      const { open, startWorker } = console;
      await connectTo(open, sim);
      await startWorker();
      // The first run also pushes the endpoints and fills NetBox: the later ones are compared.
      await runSync(console);
      const ours: number[] = [];
      const bare: number[] = [];
      for (let turn = 0; turn < (bench.quick ? 1 : 3); turn += 1) {
        sim.control.forgetRequests();
        ours.push(await runSync(console));
        const asked = sim.requests().filter(({ path }) => path.endsWith("/stream"));
        bare.push(await readStreams(sim, asked));
      }
      bench.figure({
        name: "full sync in stages, from its start to its end",
        value: percentile(ours, 0.5),
        unit: "ms",
        target: { at: "most", value: 1.1, of: "ratio" },
        reference: {
          name: "the same streams of the simulated backend, one after the other",
          value: percentile(bare, 0.5),
        },
        predecessor: "18.4–27.8 s for three guests; the backend alone 8–11 s",
      });
    });
  } finally {
    await sim.close();
  }
}

type Asked = { path: string; query: Record<string, string> };

async function readStreams(sim: { port: number; apiKey: string | null }, asked: readonly Asked[]): Promise<number> {
  const startMs = performance.now();
  for (const { path, query } of asked) {
    const url = `http://127.0.0.1:${sim.port}${path}?${new URLSearchParams(query)}`;
    const answer = await fetch(url, { headers: { "X-Proxbox-API-Key": sim.apiKey ?? "" } });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
    await answer.text();
  }
  return performance.now() - startMs;
}

/** Milliseconds from start to end of one job, by its row. */
async function runSync({ open, web }: Console): Promise<number> {
  const headers = {
    cookie: web.cookie,
    "content-type": "application/json",
    "sec-fetch-site": "same-origin",
    accept: "text/event-stream",
  };
  const answer = await fetch(`${web.url}/sync/full-update`, { method: "POST", headers, body: "{}" });
  await answer.text();
  return lastRuntimeMs(open);
}

async function lastRuntimeMs({ pool }: OpenDb): Promise<number> {
  const { rows } = await pool.query<{ took: number; status: string; error: string | null }>(
    "select status, error, extract(epoch from completed_at - started_at)::float8 * 1000 as took from jobs order by id desc limit 1",
  );
  const [job] = rows;
  if (job?.status !== "completed") throw new Error(`the sync ended as ${job?.status}: ${job?.error}`);
  return job.took;
}

export const click: BenchRow = { name: "13", title: "click to first line", run: runClick };
export const stagesOverBackend: BenchRow = {
  name: "14",
  title: "a full sync over its backend's own time",
  run: runStages,
};
