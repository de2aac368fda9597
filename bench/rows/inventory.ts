import { silentLogger } from "#lib/log";
import { listPreviews } from "#lib/preview/list";
import { requestPreview } from "#lib/preview/request";
import { startSimulator } from "#lib/simulator/simulator";
import { runPreviews } from "#lib/sync/run-previews";
import { asAdmin, asViewer } from "#lib/testing/actors";
import { setUpProcess } from "#lib/testing/process";
import { connectTo, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { percentile, timesOf } from "../numbers.ts";
import { openSeeded, seedGuests } from "../seed.ts";

/** What a person asks the list of guests for, as the query string of the page. */
const VM_QUERIES: Record<string, string> = {
  "no filter": "",
  "another page": "offset=5000",
  "the last page": "offset=9950",
  "part of a name": "q=m-99",
  "one letter": "q=m",
  "a name that is nowhere": "q=no+such+guest",
  "a VMID": "q=1234",
  "one status": "status=stopped",
  "one node": "node=pve7",
  "one tag": "tag=prod",
  "one endpoint": "proxmox_endpoint_id=3",
  "not missing": "missing=false",
  "by memory": "ordering=-max_memory_bytes",
  "by node": "ordering=node",
};

/** The list of guests as the web answers it, one request after the other: its time is the server's. */
async function runVms(bench: Bench): Promise<void> {
  const guests = 10_000;
  const times = bench.quick ? 20 : 200;
  await withConsole(bench, async ({ open, web }) => {
    await seedGuests(open, guests, 5);
    const ask = (query: string) => async () => {
      const answer = await fetch(`${web.url}/api/vms?${query}`, { headers: { cookie: web.cookie } });
      if (!answer.ok) throw new Error(`${query} was answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    };
    const single = async () => {
      const answer = await fetch(`${web.url}/api/me`, { headers: { cookie: web.cookie } });
      await answer.arrayBuffer();
    };
    await timesOf(20, single);
    const reference = percentile(await timesOf(times, single), 0.99);
    for (const [name, query] of Object.entries(VM_QUERIES)) {
      await timesOf(5, ask(query));
      const samples = await timesOf(times, ask(query));
      bench.say(`${name}: median ${percentile(samples, 0.5).toFixed(1)} ms`);
      bench.figure({
        name: `50 of 10 000 guests, ${name}, p99`,
        value: percentile(samples, 0.99),
        unit: "ms",
        target: { at: "most", value: 50 },
        reference: { name: "who am I, p99", value: reference },
      });
    }
  });
}

/** A comparison of one large cluster with NetBox, before its first sync and after it. */
async function runPreview(bench: Bench): Promise<void> {
  setUpProcess();
  const guests = bench.quick ? 500 : 5_000;
  const open = await openSeeded(bench.server);
  const sim = await startSimulator({ configured: true, clusters: [{ name: "large", nodes: 16, guests }] });
  try {
    await connectTo(open, sim);
    const compare = async () => {
      await requestPreview(asAdmin(open.db), { proxmox_endpoint_ids: [] });
      await runPreviews(open.db, { log: silentLogger });
      const [preview] = await listPreviews(asViewer(open.db));
      if (preview?.status !== "done") bench.fail(`the comparison is ${preview?.status}: ${preview?.error}`);
      return preview;
    };
    const measure = async (name: string) => {
      const samples = await timesOf(bench.quick ? 1 : 5, compare);
      bench.figure({
        name: `a preview of ${guests} guests, ${name}`,
        value: percentile(samples, 0.99) / 1000,
        unit: "s",
        target: { at: "most", value: 10 },
      });
    };
    await compare();
    await measure("all missing in NetBox");
    const headers = { "x-proxbox-api-key": sim.apiKey ?? "" };
    await (await fetch(`${sim.url}/full-update/stream?proxmox_endpoint_ids=1`, { headers })).text();
    await measure("after a sync");
  } finally {
    await sim.close();
    await open.close();
  }
}

export const vmReads: BenchRow = { name: "vms", title: "the list of guests", run: runVms };
export const previews: BenchRow = { name: "preview", title: "Proxmox against NetBox", run: runPreview };
