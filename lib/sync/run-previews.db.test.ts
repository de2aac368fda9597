import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLogger } from "../log.ts";
import { downloadDifferences, listDifferences, listPreviews } from "../preview/list.ts";
import { requestPreview } from "../preview/request.ts";
import { PreviewInput, PreviewListParams } from "../preview/schema.ts";
import { asOperator, asViewer } from "../testing/actors.ts";
import { failure } from "../testing/http-server.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { runPreviews } from "./run-previews.ts";

let rig: SyncRig;
const db = () => rig.open.db;

beforeAll(async () => {
  rig = await syncRig({ configured: true, clusters: [{ name: "lab", nodes: 2, guests: 8 }] });
});
afterAll(() => rig.close());

const want = (ids: number[] = []) =>
  requestPreview(asOperator(db()), PreviewInput.parse({ proxmox_endpoint_ids: ids }));
const run = () => runPreviews(db(), { log: silentLogger });
const list = (query: Record<string, unknown> = {}) =>
  listDifferences(asViewer(db()), PreviewListParams.parse({ limit: 0, ...query }));
const status = async () => (await listPreviews(asViewer(db())))[0];

async function compared() {
  await want();
  expect(await run()).toBe(1);
  return list();
}

/** The backend itself, without a job of ours. */
async function syncByBackend(): Promise<void> {
  const headers = { "x-proxbox-api-key": rig.sim.apiKey ?? "" };
  const answer = await fetch(`${rig.sim.url}/full-update/stream?proxmox_endpoint_ids=1`, { headers });
  expect(await answer.text()).toContain("Full update sync completed.");
}

describe("a preview", () => {
  it("is asked for by operators, made once by one worker, and audited", async () => {
    expect(await failure(requestPreview(asViewer(db()), { proxmox_endpoint_ids: [] }))).toMatchObject({
      code: "forbidden",
    });
    expect(await failure(want([99]))).toMatchObject({ code: "invalid" });
    expect(await status()).toMatchObject({ status: "none", counts: null });
    expect(await want()).toMatchObject([{ status: "pending", endpoint_name: "lab" }]);
    await want();
    expect((await Promise.all([run(), run()])).reduce((sum, made) => sum + made, 0)).toBe(1);
    const { rows } = await rig.open.pool.query(
      "select object_type, object_name from audit_log where action = 'preview'",
    );
    expect(rows[0]).toEqual({ object_type: "proxmox", object_name: "lab" });
  });

  it("finds everything missing before the first sync, and asks Proxmox and NetBox with GET alone", async () => {
    rig.sim.control.forgetRequests();
    const { results } = await compared();
    const guests = rig.sim.clusters[0]?.guests ?? [];
    expect(results.map((row) => row.state)).toEqual(results.map(() => "missing"));
    expect(
      results
        .filter((row) => row.kind === "vm")
        .map((row) => row.vmid)
        .toSorted(),
    ).toEqual(guests.map((guest) => guest.vmid).toSorted());
    expect(results.filter((row) => row.kind !== "vm").map((row) => row.name)).toEqual(["lab", "pve1", "pve2"]);
    expect(rig.sim.requests().every((request) => request.method === "GET")).toBe(true);
  });

  it("finds nothing after a sync, and then each change with both values", async () => {
    await syncByBackend();
    expect((await compared()).results).toEqual([]);
    expect((await status())?.counts).toMatchObject({ missing: 0, changed: 0, only_in_netbox: 0 });
    const [vm, gone] = rig.sim.netbox.list("virtualization/virtual-machines");
    rig.sim.netbox.patch("virtualization/virtual-machines", vm?.id ?? 0, { vcpus: 63 });
    const cluster = rig.sim.clusters[0];
    const vmid = rig.sim.netbox.find("plugins/proxbox/sync-state/virtual-machines", { virtual_machine: gone?.id });
    if (cluster) cluster.guests = cluster.guests.filter((guest) => guest.vmid !== vmid?.proxmox_vm_id);
    const { results } = await compared();
    expect(results).toMatchObject([
      { state: "changed", netbox_id: vm?.id, changes: [{ field: "vcpus", netbox: "63" }], next_run: "update" },
      { state: "only_in_netbox", netbox_id: gone?.id, next_run: "leave" },
    ]);
    expect((await list({ state: "only_in_netbox" })).count).toBe(1);
    expect((await list({ q: results[0]?.name })).results[0]?.state).toBe("changed");
    let csv = "";
    for await (const part of downloadDifferences(asViewer(db()), PreviewListParams.parse({ state: "changed" })))
      csv += part;
    expect(csv.trim().split("\n")[1]).toContain("63 (NetBox)");
  });

  it("keeps what it knew, and says why, when one side cannot be read", async () => {
    const before = await list();
    rig.sim.control.failNetbox("virtualization/virtual-machines", 503);
    await want();
    await run();
    rig.sim.control.mendNetbox();
    expect(await status()).toMatchObject({ status: "failed", error: expect.stringContaining("503") });
    expect((await list()).results).toEqual(before.results);
    await compared();
    expect(await status()).toMatchObject({ status: "done", error: null });
  });

  it("that a dead worker has left is made by the next one", async () => {
    await want();
    const at = (ms: number) => new Date(Date.now() + ms);
    await rig.open.pool.query("update previews set status = 'running', taken_at = now()");
    expect(await run()).toBe(0);
    expect(await runPreviews(db(), { log: silentLogger, now: () => at(200_000) })).toBe(1);
  });
});
