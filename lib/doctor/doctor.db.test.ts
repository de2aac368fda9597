import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listAudit } from "../audit/list.ts";
import { updateEndpoint } from "../endpoints/update.ts";
import { silentLogger } from "../log.ts";
import { watchForwardedPeers } from "../net/forwarded-peers.ts";
import { pushEndpoint } from "../sync/push-endpoint.ts";
import { asAdmin, asOperator, asViewer } from "../testing/actors.ts";
import { closedPort } from "../testing/http-server.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { registerWorker } from "../workers/register.ts";
import { addPluginRow } from "./add-plugin-row.ts";
import { lastReport } from "./get.ts";
import { runDoctor } from "./run.ts";
import type { DoctorReport } from "./schema.ts";

let rig: SyncRig;
beforeAll(async () => {
  rig = await syncRig();
  watchForwardedPeers();
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.sim.control.clearFaults();
  rig.sim.control.mendNetbox();
  rig.sim.control.forgetRequests();
});

const run = () => runDoctor(asOperator(rig.open.db));
const found = (report: DoctorReport, id: string) => {
  const finding = report.findings.find((one) => one.id === id);
  if (!finding) throw new Error(`no finding ${id} among ${report.findings.map((one) => one.id).join(", ")}`);
  return finding;
};
const notOk = (report: DoctorReport) =>
  report.findings.filter(({ status }) => status !== "ok").map(({ id, cause }) => `${id}: ${cause}`);
const pve = () => rig.pveIds[0] ?? 0;
const TABLE = "plugins/proxbox/endpoints/proxmox";

describe("the doctor", () => {
  it("has no result before its first run, and is run by operators", async () => {
    expect(await lastReport(asViewer(rig.open.db))).toBeNull();
    await expect(runDoctor(asViewer(rig.open.db))).rejects.toThrow("operator");
  });

  it("misses a worker where none runs", async () => {
    const report = await run();
    expect(found(report, "console/worker")).toMatchObject({ status: "failed", command: "npm run start:worker" });
    const worker = await registerWorker(rig.open.db, {
      name: "worker-1",
      version: "0.1.0",
      port: null,
      log: silentLogger,
    });
    await worker.setState("ready");
    worker.close();
  });

  it("finds nothing before the first sync that a first sync would not mend, and keeps its result", async () => {
    const report = await run();
    expect(notOk(report)).toEqual([
      expect.stringContaining("reaches-netbox: It has no NetBox yet"),
      expect.stringContaining("backend-login: The backend does not have it yet"),
    ]);
    expect(report).toMatchObject({ status: "ok", counts: { failed: 0, warning: 0, skipped: 2 } });
    expect(await lastReport(asViewer(rig.open.db))).toEqual(report);
    const { results } = await listAudit(asAdmin(rig.open.db), { limit: 5, offset: 0, ordering: "-at" });
    expect(results[0]).toMatchObject({ action: "run", object_type: "doctor" });
  });

  it("proves a write with the backend's own tag, and writes no second one", async () => {
    await run();
    expect(rig.sim.netbox.list("extras/tags").map((tag) => tag.slug)).toEqual(["proxbox"]);
    rig.sim.control.denyNetboxWrites();
    const report = await run();
    rig.sim.control.denyNetboxWrites(false);
    expect(found(report, "netbox/1/write")).toMatchObject({
      status: "failed",
      cause: expect.stringContaining("HTTP 403"),
      remedy: expect.stringContaining("Write enabled"),
    });
  });

  it("asks once for those who ask side by side", async () => {
    const reports = await Promise.all([run(), run(), run()]);
    expect(reports.map((report) => report.ran_at)).toEqual(Array(3).fill(reports[0]?.ran_at));
    expect(rig.sim.requests("/version")).toHaveLength(1);
  });
});

describe("the plugin's side", () => {
  it("lacks the row of an endpoint, until the console makes it", async () => {
    rig.sim.control.removePluginEndpoints();
    const report = await run();
    const row = found(report, `proxmox/${pve()}/plugin-row`);
    expect(row).toMatchObject({ status: "failed", offer: { action: "create-plugin-row" } });
    expect(row.cause).toContain("the backend refuses every write");
    expect(found(report, `proxmox/${pve()}/plugin-site`)).toMatchObject({
      status: "skipped",
      cause: expect.stringContaining("“The plugin has its row” failed"),
    });
    await expect(addPluginRow(asOperator(rig.open.db), pve())).rejects.toThrow("admin");
    await addPluginRow(asAdmin(rig.open.db), pve());
    await expect(addPluginRow(asAdmin(rig.open.db), pve())).rejects.toThrow("has a row for this machine already");
    expect(found(await run(), `proxmox/${pve()}/plugin-row`).status).toBe("ok");
  });

  it("has a row that is switched off, or that several share", async () => {
    const [row] = rig.sim.netbox.list(TABLE);
    if (!row) throw new Error("no row");
    row.enabled = false;
    expect(found(await run(), `proxmox/${pve()}/plugin-row`)).toMatchObject({
      status: "failed",
      cause: expect.stringContaining("is disabled"),
    });
    row.enabled = true;
    const twin = rig.sim.netbox.insert(TABLE, { ...row });
    expect(found(await run(), `proxmox/${pve()}/plugin-row`).cause).toContain("has several rows");
    rig.sim.netbox.remove(TABLE, twin.id);
  });

  it("has not approved the target, which stops only its own syncs", async () => {
    const [row] = rig.sim.netbox.list(TABLE);
    if (row) row.approved = false;
    const approval = found(await run(), `proxmox/${pve()}/plugin-approval`);
    expect(approval).toMatchObject({
      status: "ok",
      cause: expect.stringContaining("stops only syncs started in NetBox"),
    });
    if (row) row.approved = true;
  });

  it("syncs by itself", async () => {
    const jobs = "plugins/proxbox/sync-jobs";
    const scheduled = rig.sim.netbox.insert(jobs, {
      name: "Proxbox Sync",
      status: { value: "scheduled", label: "Scheduled" },
    });
    rig.sim.netbox.insert(jobs, { name: "Old", status: { value: "completed", label: "Completed" } });
    expect(found(await run(), "netbox/1/plugin-jobs")).toMatchObject({
      status: "warning",
      cause: expect.stringContaining("(Proxbox Sync) is scheduled:"),
    });
    scheduled.status = { value: "running", label: "Running" };
    expect(found(await run(), "netbox/1/plugin-jobs").status).toBe("failed");
    rig.sim.netbox.remove(jobs, scheduled.id);
  });

  it("is too old for this backend, but for tied clusters and a superuser's token", async () => {
    rig.sim.control.setPlugin("0.0.29.post6");
    const report = await run();
    expect(found(report, `backends/${rig.backendId}/fit`)).toMatchObject({
      status: "warning",
      cause: expect.stringContaining("tied to one of NetBox already"),
    });
    expect(found(report, `proxmox/${pve()}/tied`)).toMatchObject({
      status: "failed",
      cause: expect.stringContaining("no cluster tied"),
    });
    expect(found(report, `proxmox/${pve()}/plugin-site`)).toMatchObject({
      status: "failed",
      cause: expect.stringContaining("has no site"),
    });
    rig.sim.control.demoteToken();
    expect(found(await run(), `backends/${rig.backendId}/fit`)).toMatchObject({
      status: "failed",
      cause: expect.stringContaining("ours is not one's"),
    });
    rig.sim.control.demoteToken(false);
    rig.sim.control.setPlugin("0.0.31");
  });

  it("is not there at all", async () => {
    rig.sim.control.setPlugin("");
    const report = await run();
    expect(found(report, "netbox/1/plugin")).toMatchObject({
      status: "failed",
      command: expect.stringContaining("pip install"),
    });
    for (const id of ["netbox/1/plugin-jobs", `backends/${rig.backendId}/fit`, `proxmox/${pve()}/plugin-row`])
      expect(found(report, id).status).toBe("skipped");
    rig.sim.control.setPlugin("0.0.31");
  });
});

describe("ways and keys", () => {
  it("show a clock that is wrong", async () => {
    const headers = { date: new Date(Date.now() - 600_000).toUTCString() };
    rig.sim.control.fault({
      path: "/health",
      kind: "reply",
      status: 200,
      body: { status: "ready" },
      headers,
      times: "always",
    });
    expect(found(await run(), `backends/${rig.backendId}/clock`)).toMatchObject({
      status: "failed",
      cause: expect.stringMatching(/\d+ s behind ours/),
    });
  });

  it("are all well once the backend has everything", async () => {
    const admin = asAdmin(rig.open.db);
    await pushEndpoint(admin, "backends", rig.backendId);
    await pushEndpoint(admin, "proxmox", pve());
    const report = await run();
    expect(notOk(report)).toEqual([]);
    expect(found(report, `proxmox/${pve()}/backend-login`).cause).toBe("It reads lab.");
  });

  it("lead a backend to another NetBox than ours, which a push would mend", async () => {
    const row = rig.sim.backend.netbox;
    if (!row) throw new Error("the backend has no NetBox");
    const { port } = row;
    row.port = port + 1;
    expect(found(await run(), `backends/${rig.backendId}/netbox`)).toMatchObject({
      status: "failed",
      cause: `It writes to another NetBox: netbox (127.0.0.1:${port + 1}). A sync never re-points it.`,
      remedy: expect.stringContaining("Push backend to make it write to netbox"),
      command: `curl -sS ${rig.sim.url}/netbox/endpoint -H "X-Proxbox-API-Key: $KEY"`,
      offer: { action: "push" },
    });
    row.port = port;
  });

  it("are ambiguous where the backend holds an endpoint several times and we pushed none of them", async () => {
    const [row] = rig.sim.backend.proxmox;
    if (!row) throw new Error("the backend has no Proxmox");
    const own = row.id;
    row.id = 71;
    rig.sim.backend.proxmox.push({ ...row, id: 72, name: "copy" });
    const report = await run();
    expect(found(report, `proxmox/${pve()}/given`)).toMatchObject({
      status: "failed",
      cause: expect.stringContaining("several endpoints with this address (ids 71, 72)"),
      remedy: expect.stringContaining("Delete all but one"),
      command: `curl -sS -X DELETE ${rig.sim.url}/proxmox/endpoints/72 -H "X-Proxbox-API-Key: $KEY"`,
    });
    expect(found(report, `proxmox/${pve()}/backend-login`).status).toBe("skipped");
    rig.sim.backend.proxmox.pop();
    row.id = own;
  });

  it("differ between us and the backend, and that is told", async () => {
    rig.sim.control.fail("/proxmox/cluster/status", 502, "always");
    const login = found(await run(), `proxmox/${pve()}/backend-login`);
    expect(login).toMatchObject({
      status: "failed",
      offer: { action: "push" },
      remedy: expect.stringContaining("From this machine the same address and sign-in work"),
    });
  });

  it("tell why Proxmox refuses, and leave a refused login alone", async () => {
    const [cluster] = rig.sim.clusters;
    if (!cluster) throw new Error("no cluster");
    const right = cluster.password;
    cluster.password = "changed since";
    await updateEndpoint(asAdmin(rig.open.db), "proxmox", { id: pve(), body: { password: "not this one" } });
    const report = await run();
    expect(found(report, `proxmox/${pve()}/http`).status).toBe("ok");
    expect(found(report, `proxmox/${pve()}/login`)).toMatchObject({ status: "failed", command: "pveum user list" });
    const asked = rig.sim.requests("/api2/json/access/ticket").length;
    const again = await run();
    expect(found(again, `proxmox/${pve()}/login`).cause).toContain("It is not tried again before");
    expect(rig.sim.requests("/api2/json/access/ticket")).toHaveLength(asked);
    cluster.password = right;
    await updateEndpoint(asAdmin(rig.open.db), "proxmox", { id: pve(), body: { password: right } });
    expect(found(await run(), `proxmox/${pve()}/login`).status).toBe("ok");
  });

  it("lead to a backend that refuses the key, which is then left alone, and say what is skipped for it", async () => {
    await updateEndpoint(asAdmin(rig.open.db), "backends", {
      id: rig.backendId,
      body: { token: "wrong-key-0123456789-0123456789-01234567" },
    });
    const report = await run();
    expect(found(report, `backends/${rig.backendId}/login`)).toMatchObject({
      status: "failed",
      remedy: expect.stringContaining("Enter a key"),
    });
    expect(found(report, `proxmox/${pve()}/given`)).toMatchObject({
      status: "skipped",
      cause: expect.stringContaining("“The API key is accepted” failed"),
    });
    const asked = rig.sim.requests("/version").length;
    await run();
    expect(rig.sim.requests("/version")).toHaveLength(asked);
    await updateEndpoint(asAdmin(rig.open.db), "backends", { id: rig.backendId, body: { token: rig.sim.apiKey } });
  });

  it("are refused by NetBox only until it is mended there, and the next run sees that", async () => {
    rig.sim.control.fault({
      ...{ side: "netbox", path: "/api/status/", kind: "reply", status: 403, times: "always" },
      body: { detail: "Authentication credentials were not provided." },
    });
    const refused = await run();
    expect(found(refused, "netbox/1/login")).toMatchObject({
      status: "failed",
      cause: expect.not.stringContaining("not tried again"),
      remedy: expect.stringContaining("valid API token"),
    });
    rig.sim.control.clearFaults();
    expect(found(await run(), "netbox/1/login").status).toBe("ok");
  });

  it("end at a closed port, up to what depends on it", async () => {
    const port = await closedPort();
    const there = rig.sim.netboxPort;
    const move = (to: number) =>
      updateEndpoint(asAdmin(rig.open.db), "netbox", { id: 1, body: { port: to, token: rig.sim.netboxToken } });
    await move(port);
    const report = await run();
    expect(found(report, "netbox/1/tcp")).toMatchObject({ status: "failed", command: `nc -vz 127.0.0.1 ${port}` });
    expect(found(report, "netbox/1/write")).toMatchObject({
      status: "skipped",
      cause: "Not checked, because “The port is open” failed for netbox.",
    });
    await move(there);
  });

  it("keeps no secret in its result", async () => {
    const text = JSON.stringify(await run());
    for (const secret of [rig.sim.apiKey, rig.sim.netboxToken, rig.sim.pve[0]?.password])
      expect(text).not.toContain(secret);
  });
});

describe("an older backend", () => {
  it("does nothing in several stages while the plugin keeps custom fields off", async () => {
    const older = await syncRig({ version: "0.0.19.post5", pluginVersion: "0.0.26", customFields: false });
    try {
      const report = await runDoctor(asOperator(older.open.db));
      expect(found(report, `backends/${older.backendId}/fit`)).toMatchObject({
        status: "failed",
        cause: expect.stringContaining("custom_fields_enabled is off"),
        remedy: expect.stringContaining("Turn “Custom fields enabled” on"),
        command: expect.stringContaining("/api/plugins/proxbox/settings/runtime/"),
      });
    } finally {
      await older.close();
    }
  });
});
