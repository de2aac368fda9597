import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseKeyring, setKeyring } from "#lib/crypto/keyring";
import { cancelJob } from "#lib/jobs/cancel";
import { getJob } from "#lib/jobs/get";
import { stages, syncTypes } from "#lib/sync/stages";
import { asAdmin } from "#lib/testing/actors";
import { setUpProcess } from "#lib/testing/process";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { testWorker } from "./testing.ts";
import type { Worker } from "./worker.ts";

let rig: SyncRig;
let worker: Worker;

beforeAll(async () => {
  rig = await syncRig();
  worker = await testWorker(rig.open.url);
});
afterAll(async () => {
  await worker.stop();
  await rig.close();
});
beforeEach(() => {
  rig.sim.control.clearFaults();
  rig.sim.control.mendNetbox();
  rig.sim.control.forgetRequests();
});

const streamOf = (syncType: string) => `/${stages.find((stage) => stage.syncType === syncType)?.streamPath}`;
const texts = async (jobId: number) => (await rig.frames(jobId)).map((frame) => `${frame.stage}: ${frame.text}`);

describe("a full sync in stages", () => {
  it("runs preflight and every stage in order, and NetBox holds what Proxmox has", async () => {
    const job = await rig.run();
    expect(job).toMatchObject({ status: "completed", outcome: "ok", error: null, attempt: 1 });
    expect(job.stages.map((stage) => stage.sync_type)).toEqual(["preflight", ...syncTypes]);
    expect(job.stages.find((stage) => stage.sync_type === "sdn")).toMatchObject({
      status: "skipped",
      reason: expect.any(String),
    });
    expect(rig.sim.netbox.list("virtualization/virtual-machines")).toHaveLength(4);
    expect(rig.sim.netbox.list("dcim/devices")).toHaveLength(2);
    const lines = await texts(job.id);
    expect(lines).toContain("devices: Starting devices synchronization.");
    expect(lines.some((line) => /^devices: Processing device /.test(line))).toBe(true);
    expect(job.counts.created).toBeGreaterThan(0);
  });

  it("asks the backend for exactly one Proxmox endpoint in every request of a stage", async () => {
    await rig.run();
    const streams = rig.sim
      .requests()
      .filter((request) => request.side === "backend" && request.path.endsWith("/stream"));
    expect(streams).toHaveLength(syncTypes.length - 1);
    for (const request of streams) expect(request.query.proxmox_endpoint_ids).toMatch(/^\d+$/);
    const vms = streams.find((request) => request.path === streamOf("virtual-machines"));
    expect(vms?.query).toMatchObject({ sync_vm_network: "false" });
  });

  it("numbers frames from 1 without gaps and keeps their data byte for byte", async () => {
    const recorded =
      'event: step\ndata: {"step": "devices",  "status": "started", "message": "Stra\\u00dfe"}\n\n' +
      'event: complete\ndata: {"ok": true, "message": "done", "result": {"count": 1.0}}\n\n';
    rig.sim.control.replayText(streamOf("devices"), recorded);
    const job = await rig.run({ sync_types: ["devices"] });
    const frames = await rig.frames(job.id);
    expect(frames.map((frame) => frame.seq)).toEqual(frames.map((_, index) => index + 1));
    expect(frames.filter((frame) => frame.event !== "console").map((frame) => frame.data)).toEqual([
      '{"step": "devices",  "status": "started", "message": "Stra\\u00dfe"}',
      '{"ok": true, "message": "done", "result": {"count": 1.0}}',
    ]);
  });
});

describe("the time left", () => {
  it("is told while a job runs once the same stages have run before, and no longer when it has ended", async () => {
    const body = { sync_types: ["devices", "storage"], proxmox_endpoint_ids: [rig.pveIds[0]] };
    await rig.run(body);
    const hold = rig.sim.control.hold(streamOf("storage"), 1);
    const { id } = await rig.enqueue(body);
    await hold.reached;
    const running = await getJob(asAdmin(rig.open.db), id);
    expect(running.progress?.eta_seconds).toEqual(expect.any(Number));
    expect(running.stages.find((stage) => stage.sync_type === "storage")?.usual?.runs).toBeGreaterThanOrEqual(1);
    hold.release();
    expect((await rig.ended(id)).progress).toBeNull();
  });
});

describe("a recorded stream of a megabyte", () => {
  it("is stored and read back byte for byte", async () => {
    const recording = readFileSync(
      `${import.meta.dirname}/../lib/testing/streams/full-update.ok.40-guests.sse`,
      "utf8",
    );
    const messages = recording.split("\n\n").filter((message) => message.startsWith("event: "));
    const last = messages.filter((message) => message.startsWith("event: complete")).slice(-1);
    const body = messages.filter((message) => !message.startsWith("event: complete"));
    const times = Math.ceil(1_100_000 / body.join("\n\n").length);
    const sent = [...Array.from({ length: times }, () => body).flat(), ...last];
    const text = `${sent.join("\n\n")}\n\n`;
    expect(text.length).toBeGreaterThan(1_000_000);
    rig.sim.control.replayText("/full-update/stream", text, { chunkBytes: 1_021 });
    const job = await rig.run({ mode: "full-update" });
    const stored = (await rig.frames(job.id)).filter((frame) => frame.event !== "console");
    expect(stored.map((frame) => `event: ${frame.event}\ndata: ${frame.data}`)).toEqual(sent);
  });
});

describe("the honest outcome", () => {
  it("is warnings when the backend hides failures behind ok:true", async () => {
    rig.sim.control.replay(streamOf("storage"), "storage.ok-true-but-failed");
    const job = await rig.run({ sync_types: ["storage"] });
    expect(job).toMatchObject({ status: "completed", outcome: "warnings" });
    expect(job.stages.at(-1)).toMatchObject({ status: "warning" });
  });

  it("is warnings when an optional stage fails, and the other stages still run", async () => {
    rig.sim.control.fail(streamOf("vm-backups"), 400, "always");
    const job = await rig.run();
    expect(job).toMatchObject({ status: "completed", outcome: "warnings" });
    expect(job.stages.find((stage) => stage.sync_type === "vm-backups")).toMatchObject({
      status: "failed",
      optional: true,
    });
    expect(job.stages.at(-1)).toMatchObject({ sync_type: "backup-routines", status: "completed" });
  });

  it("is errored with the backend's detail when a stage fails, and what follows is skipped with the reason", async () => {
    rig.sim.control.failNetbox("dcim/devices", 500);
    rig.sim.control.replay(streamOf("devices"), "devices.fails");
    const job = await rig.run();
    expect(job).toMatchObject({ status: "errored", outcome: "failed", error_code: "ProxboxException" });
    expect(job.stages[1]).toMatchObject({ status: "failed", http_status: 200, attempts: 1 });
    expect(job.stages[2]).toMatchObject({ status: "skipped", reason: expect.stringContaining("Devices") });
  });
});

describe("tries", () => {
  it("repeats a stage after a 5xx, three times in all, and tells each", async () => {
    rig.sim.control.fail(streamOf("devices"), 503, 2);
    const job = await rig.run({ sync_types: ["devices"] });
    expect(job).toMatchObject({ outcome: "ok" });
    expect(job.stages.at(-1)).toMatchObject({ attempts: 3, status: "completed" });
    expect((await rig.frames(job.id)).filter((frame) => frame.data.includes('"kind":"retry"'))).toHaveLength(2);
    rig.sim.control.fail(streamOf("devices"), 500, 3);
    const failed = await rig.run({ sync_types: ["devices"] });
    expect(failed).toMatchObject({ status: "errored", error_code: "BackendFailed" });
    expect(failed.stages.at(-1)).toMatchObject({ attempts: 3, http_status: 500 });
  });

  it("never repeats after a 400: it is final", async () => {
    rig.sim.control.fail(streamOf("devices"), 400, "always");
    const job = await rig.run({ sync_types: ["devices"] });
    expect(job).toMatchObject({ status: "errored", error_code: "BackendRefused" });
    expect(job.stages.at(-1)).toMatchObject({ attempts: 1, http_status: 400 });
    expect(rig.sim.requests(streamOf("devices"))).toHaveLength(1);
  });

  it("repeats a stream that was cut, and records the read failure when it stays so", async () => {
    rig.sim.control.cutAfter(streamOf("devices"), 2, 1);
    expect(await rig.run({ sync_types: ["devices"] })).toMatchObject({ outcome: "ok" });
    rig.sim.control.endAfter(streamOf("devices"), 2, 3);
    const job = await rig.run({ sync_types: ["devices"] });
    expect(job).toMatchObject({
      status: "errored",
      error_code: "StreamReadError",
      error: expect.stringContaining("broke off"),
    });
    const last = (await rig.frames(job.id)).filter((frame) => ["error", "complete"].includes(frame.event)).slice(-2);
    expect(last.map((frame) => JSON.parse(frame.data))).toEqual([
      { step: "stream", status: "failed", error: expect.stringContaining("broke off") },
      { ok: false, message: "Stream request failed." },
    ]);
  });

  it("explains HTML instead of a stream", async () => {
    rig.sim.control.html(streamOf("devices"), "always");
    const job = await rig.run({ sync_types: ["devices"] });
    expect(job).toMatchObject({
      status: "errored",
      error_code: "StreamReadError",
      error: expect.stringContaining("HTML"),
    });
  });
});

describe("preflight", () => {
  it("fails the job when the backend is not there, with the two frames every reader understands", async () => {
    const gone = await syncRig({ backend: { port: 4 } });
    const own = await testWorker(gone.open.url);
    const job = await gone.run();
    expect(job).toMatchObject({ status: "errored", error_code: "PreflightFailed", outcome: "failed" });
    expect(job.suggestion).toContain("proxbox-api");
    await own.stop();
    await gone.close();
  });

  it("registers our key at a backend that has none, and keeps it", async () => {
    const fresh = await syncRig({ apiKey: null, backend: { token: "" } });
    const own = await testWorker(fresh.open.url);
    const job = await fresh.run({ sync_types: ["devices"] });
    expect(job).toMatchObject({ status: "completed" });
    expect(fresh.sim.backend.keys).toHaveLength(1);
    expect(await fresh.run({ sync_types: ["devices"] })).toMatchObject({ outcome: "ok" });
    await own.stop();
    await fresh.close();
  });

  it("explains the refusal of every write by the missing row of the plugin", async () => {
    const bare = await syncRig({ pluginEndpoints: false });
    const own = await testWorker(bare.open.url);
    const job = await bare.run();
    expect(job).toMatchObject({
      status: "errored",
      error_code: "ProxboxException",
      suggestion: expect.stringContaining("exactly one row"),
    });
    await own.stop();
    await bare.close();
  });

  it("pushes only what changed, and always the token", async () => {
    const pushes = () =>
      rig.sim.requests().filter((request) => request.side === "backend" && ["POST", "PUT"].includes(request.method));
    await rig.run({ sync_types: ["devices"] });
    rig.sim.control.forgetRequests();
    await rig.run({ sync_types: ["devices"] });
    expect(pushes()).toEqual([]);
  });
});

describe("a lost key", () => {
  it("ends the job with the endpoint's secret to enter again, and breaks nothing", async () => {
    setKeyring(parseKeyring(`other:${Buffer.alloc(32, 9).toString("base64")}`));
    try {
      const job = await rig.run({ sync_types: ["devices"] });
      expect(job).toMatchObject({
        status: "errored",
        error_code: "RecoveryRequired",
        error: expect.stringContaining("backends.sealed_token"),
      });
    } finally {
      setUpProcess();
    }
    expect(await rig.run({ sync_types: ["devices"] })).toMatchObject({ outcome: "ok" });
  });
});

describe("the other modes", () => {
  it("full-update runs everything as one stream, its stages on the board", async () => {
    const job = await rig.run({ mode: "full-update" });
    expect(job).toMatchObject({ status: "completed", outcome: "ok" });
    expect(job.stages.map((stage) => stage.sync_type)).toEqual(["preflight", "full-update"]);
    const lines = await texts(job.id);
    expect(lines).toContain("full-update: Starting devices synchronization.");
    expect(lines).toContain("full-update: Full update sync completed.");
  });

  it("json sends one request, and says that the backend did the work although it answered 500", async () => {
    const job = await rig.run({ mode: "json" });
    expect(job).toMatchObject({
      status: "errored",
      error_code: "BackendFailed",
      error: expect.stringContaining("may have done all the work"),
    });
    expect(rig.sim.requests("/full-update")).toHaveLength(1);
    expect(await texts(job.id)).toContainEqual(expect.stringContaining("Suitable for small environments."));
  });
});

describe("a sweep of orphans", () => {
  const clusters = [
    { name: "lab", nodes: 1, guests: 2 },
    { name: "edge", nodes: 1, guests: 1 },
  ];
  const withWorker = async <T>(options: Parameters<typeof syncRig>[0], work: (own: SyncRig) => Promise<T>) => {
    const own = await syncRig({ clusters, deletesOrphans: true, ...options });
    const its = await testWorker(own.open.url);
    try {
      return await work(own);
    } finally {
      await its.stop();
      await own.close();
    }
  };

  it("is never combined with a part of the endpoints: a whole update is refused where an older backend would sweep", async () => {
    await withWorker({ version: "0.0.19.post5" }, async (own) => {
      await own.run();
      own.sim.control.forgetRequests();
      const job = await own.run({ mode: "full-update", proxmox_endpoint_ids: own.pveIds.slice(0, 1) });
      expect(job).toMatchObject({
        status: "errored",
        error_code: "PreflightFailed",
        error: expect.stringContaining("deletes orphans"),
        suggestion: expect.stringContaining("Sync in stages"),
      });
      expect(own.sim.requests().filter((request) => request.path.startsWith("/full-update"))).toEqual([]);
    });
  });

  it("holds nothing up where the backend keeps it to the endpoints of the request", async () => {
    await withWorker({}, async (own) => {
      const job = await own.run({ mode: "full-update", proxmox_endpoint_ids: own.pveIds.slice(0, 1) });
      expect(job.status).toBe("completed");
    });
  });
});

describe("the legacy WebSocket", () => {
  it("runs nodes, VMs or both over the backend's socket, its messages as frames like any other", async () => {
    const legacy = await syncRig({ executionMode: "legacy" });
    const own = await testWorker(legacy.open.url);
    const job = await legacy.run({ transport: "websocket", sync_types: ["devices"] });
    expect(job).toMatchObject({ status: "completed" });
    const lines = (await legacy.frames(job.id)).map((frame) => `${frame.event} ${frame.text}`);
    expect(lines.some((line) => /^step Synced device /.test(line))).toBe(true);
    expect(await legacy.run({ transport: "websocket" })).toMatchObject({ status: "completed" });
    await expect(legacy.enqueue({ transport: "websocket", sync_types: ["storage"] })).rejects.toMatchObject({
      code: "invalid",
    });
    await own.stop();
    await legacy.close();
  });

  it("says that a newer backend refuses it, and what to use instead", async () => {
    const job = await rig.run({ transport: "websocket", sync_types: ["devices"] });
    expect(job).toMatchObject({
      status: "errored",
      error_code: "BackendRefused",
      error: expect.stringContaining("legacy mode"),
    });
  });
});

describe("stopping", () => {
  it("cancels a running job: the backend's stream is closed, then the job ends, then its keys are free", async () => {
    const hold = rig.sim.control.hold(streamOf("devices"), 1);
    const job = await rig.enqueue({ sync_types: ["devices"] });
    await hold.reached;
    await cancelJob(asAdmin(rig.open.db), job.id);
    const ended = await rig.ended(job.id);
    hold.release();
    expect(ended).toMatchObject({
      status: "failed",
      outcome: "cancelled",
      error: "Cancelled by user.",
      error_code: "Cancelled",
    });
    expect(ended.stages.at(-1)).toMatchObject({ status: "failed" });
    expect(rig.sim.requests(streamOf("devices"))[0]).toMatchObject({ aborted: true });
    expect(await rig.run({ sync_types: ["devices"] })).toMatchObject({ outcome: "ok" });
  });

  it("refuses a second job for the same endpoint without failing it, and names the holder", async () => {
    const hold = rig.sim.control.hold(streamOf("devices"), 1);
    const first = await rig.enqueue({ sync_types: ["devices"] });
    await hold.reached;
    const second = await rig.run({ sync_types: ["storage"] });
    expect(second).toMatchObject({
      status: "completed",
      outcome: "skipped",
      error: "Another sync job is already running",
      holder_job_id: first.id,
    });
    const third = await rig.enqueue({ sync_types: ["storage"], on_conflict: "queue" });
    hold.release();
    expect(await rig.ended(first.id)).toMatchObject({ outcome: "ok" });
    expect(await rig.ended(third.id)).toMatchObject({ outcome: "ok" });
  });

  it("hands a job back at a shutdown, and another worker goes on with the stage that was cut", async () => {
    const own = await syncRig();
    const first = await testWorker(own.open.url);
    const hold = own.sim.control.hold(streamOf("storage"), 1);
    const job = await own.enqueue({ sync_types: ["devices", "storage"] });
    await hold.reached;
    await first.stop();
    hold.release();
    const second = await testWorker(own.open.url);
    const ended = await own.ended(job.id);
    expect(ended).toMatchObject({ status: "completed", outcome: "ok", attempt: 2 });
    expect(own.sim.requests(streamOf("devices"))).toHaveLength(1);
    expect(own.sim.requests(streamOf("storage"))).toHaveLength(2);
    await second.stop();
    await own.close();
  });

  it("ends a job that takes too long, naming the slowest stage", async () => {
    const own = await syncRig();
    const slow = await testWorker(own.open.url, { jobTimeoutMs: 2_000 });
    own.sim.control.hang(streamOf("devices"), "always");
    const job = await own.run({ sync_types: ["devices"] });
    expect(job).toMatchObject({
      status: "errored",
      error_code: "JobTimeoutException",
      error: expect.stringContaining("Devices"),
    });
    await slow.stop();
    await own.close();
  });
});
