import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listPreviews } from "#lib/preview/list";
import { requestPreview } from "#lib/preview/request";
import { CoverageListParams, listCoverage } from "#lib/sync/job-coverage";
import { asOperator, asViewer } from "#lib/testing/actors";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { testWorker } from "./testing.ts";
import type { Worker } from "./worker.ts";

let rig: SyncRig;
let worker: Worker;

beforeAll(async () => {
  const clusters = [
    { name: "lab", nodes: 2, guests: 20, problems: true },
    { name: "edge", nodes: 1, guests: 3 },
  ];
  rig = await syncRig({ clusters });
  worker = await testWorker(rig.open.url);
});
afterAll(async () => {
  await worker.stop();
  await rig.close();
});

const viewer = () => asViewer(rig.open.db);
const coverage = (jobId: number, query: Record<string, unknown> = {}) =>
  listCoverage(viewer(), jobId, CoverageListParams.parse({ limit: 0, ...query }));

describe("the coverage of a job", () => {
  it("accounts for every object of the inventory, and gives the reason of each that is missing", async () => {
    const job = await rig.run();
    const { results, totals } = await coverage(job.id);
    const [lab, edge] = rig.sim.clusters;
    const guests = [...(lab?.guests ?? []), ...(edge?.guests ?? [])];
    expect(results.filter((row) => row.kind === "vm")).toHaveLength(guests.length);
    expect(results.filter((row) => row.kind === "node")).toHaveLength(3);
    expect(totals.left_out).toBe(0);
    for (const row of results) expect(row.coverage === "covered" || row.reason !== null).toBe(true);
    const unknown = await coverage(job.id, { coverage: "unknown", kind: "vm" });
    expect(unknown.results.some((row) => row.reason?.includes("More than one guest has this name"))).toBe(true);
  });

  it("says of what was not in its scope that it was not", async () => {
    const job = await rig.run({ sync_types: ["devices"], proxmox_endpoint_ids: rig.pveIds.slice(1) });
    const [outside, inside] = rig.pveIds;
    const ofScope = await coverage(job.id);
    expect(new Set(ofScope.results.map((row) => row.proxmox_endpoint_id))).toEqual(new Set([inside]));
    expect(ofScope.outside).toEqual([{ id: outside, name: "lab" }]);
    const reasons = (of: typeof ofScope, kind: string) =>
      new Set(of.results.filter((row) => row.kind === kind).map((row) => row.reason));
    expect(reasons(ofScope, "vm")).toEqual(new Set(["This job did not run the stage Virtual machines."]));
    expect(ofScope.results.filter((row) => row.kind === "node").map((row) => row.coverage)).toEqual(["covered"]);
    const asked = await coverage(job.id, { proxmox_endpoint_id: String(outside) });
    expect(reasons(asked, "node")).toEqual(new Set(["lab is not in the scope of this job."]));
    expect(asked.totals.left_out).toBe(asked.count);
  });
});

describe("a preview", () => {
  it("is made by a worker when it is asked for, for every endpoint", async () => {
    await requestPreview(asOperator(rig.open.db), { proxmox_endpoint_ids: [] });
    await expect
      .poll(async () => (await listPreviews(viewer())).map((preview) => preview.status), { timeout: 30_000 })
      .toEqual(["done", "done"]);
  });
});
