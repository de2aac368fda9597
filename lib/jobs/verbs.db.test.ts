import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { createEndpoint } from "../endpoints/create.ts";
import { openListener } from "../events/listen.ts";
import { appendFrames } from "../frames/store.ts";
import { silentLogger } from "../log.ts";
import { asAdmin, asOperator, asViewer } from "../testing/actors.ts";
import { noteFrame } from "../testing/jobs.ts";
import { setUpProcess } from "../testing/process.ts";
import { cancelJob } from "./cancel.ts";
import { downloadLog } from "./download.ts";
import { enqueueJob } from "./enqueue.ts";
import { readJobFrames } from "./frames.ts";
import { getJob } from "./get.ts";
import { claimLease, finishLease } from "./lease-store.ts";
import { listJobs } from "./list.ts";
import { removeJob } from "./remove.ts";
import { retryJob } from "./retry.ts";
import { runJobAgain } from "./run-again.ts";
import type { Lease } from "./schema.ts";
import { savePlan, saveStage } from "./stages-store.ts";
import { startJobNow } from "./start-now.ts";
import { isFullyRead, watchJob } from "./watch.ts";

let open: OpenDb;
let backendId: number;
let pveId: number;
let offId: number;

beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  const admin = asAdmin(open.db);
  backendId = (await createEndpoint(admin, "backends", { name: "backend", domain: "b.test" })).id;
  const body = { username: "root@pam", password: "correct horse" };
  pveId = (await createEndpoint(admin, "proxmox", { ...body, name: "pve", ip_address: "10.0.0.1" })).id;
  offId = (await createEndpoint(admin, "proxmox", { ...body, name: "off", ip_address: "10.0.0.2", enabled: false })).id;
});
afterAll(() => open.close());

const enqueue = (body: Record<string, unknown> = {}) => enqueueJob(asOperator(open.db), body);

async function claim(jobId: number): Promise<Lease> {
  const keys = [`backend:${backendId}/job${jobId}:8006`];
  const result = await claimLease(open.db, { jobId, workerId: 1, backendId, keys, maxParallel: 1000 });
  if (result.kind !== "claimed") throw new Error(result.kind);
  return result.lease;
}

const ended = { status: "errored", outcome: "failed", error: "x", errorCode: "X", suggestion: null } as const;

async function endedJob(): Promise<{ id: number; lease: Lease }> {
  const job = await enqueue();
  const lease = await claim(job.id);
  await finishLease(open.db, lease, ended);
  return { id: job.id, lease };
}

describe("starting a job", () => {
  it("stores the row and rings the queue with its id, in one transaction", async () => {
    const job = await enqueue({ sync_types: ["devices"], proxmox_endpoint_ids: [pveId] });
    expect(job).toMatchObject({ status: "pending", name: "Proxbox Sync", backend_id: backendId, last_seq: 0 });
    const { rows } = await open.pool.query("select data from pgboss.job where data->>'jobId' = $1", [String(job.id)]);
    expect(rows).toEqual([{ data: { jobId: job.id } }]);
    const before = (await open.pool.query("select count(*)::int as n from pgboss.job")).rows[0].n;
    await expect(enqueue({ proxmox_endpoint_ids: [999] })).rejects.toMatchObject({ code: "invalid" });
    expect((await open.pool.query("select count(*)::int as n from pgboss.job")).rows[0].n).toBe(before);
  });

  it.each([
    [{ proxmox_endpoint_ids: [999] }, "proxmox_endpoint_ids", "no Proxmox endpoint 999"],
    [{ backend_id: 77 }, "backend_id", "no backend 77"],
    [{ sync_types: ["all", "devices"] }, "sync_types", "cannot be combined"],
    [{ sync_types: ["vms"] }, "sync_types[0]", "Invalid option"],
    [{ colour: "red" }, "colour", "not a field"],
    [{ mode: "json", sync_types: ["devices"] }, "sync_types", "always runs everything"],
  ])("refuses %j at field %s", async (body, field, message) => {
    await expect(enqueue(body)).rejects.toMatchObject({
      code: "invalid",
      fields: { [field]: [expect.stringContaining(message)] },
    });
  });

  it("refuses a disabled endpoint by name of the field", async () => {
    await expect(enqueue({ proxmox_endpoint_ids: [offId] })).rejects.toMatchObject({
      fields: { proxmox_endpoint_ids: [expect.stringContaining("disabled")] },
    });
  });

  it("is not for viewers", async () => {
    await expect(enqueueJob(asViewer(open.db), {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("says that no backend is there, as not found", async () => {
    const own = await testDatabase();
    await expect(enqueueJob(asOperator(own.db), {})).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("No FastAPI URL found."),
    });
    await own.close();
  });

  it("can wait for its time, and be started before it", async () => {
    const job = await enqueue({ scheduled_at: new Date(Date.now() + 3_600_000).toISOString() });
    expect(job.status).toBe("scheduled");
    expect(await startJobNow(asOperator(open.db), job.id)).toMatchObject({ status: "pending", scheduled_at: null });
    await expect(startJobNow(asOperator(open.db), job.id)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("cancelling", () => {
  it("ends a waiting job at once as failed, with the outcome cancelled", async () => {
    const job = await cancelJob(asOperator(open.db), (await enqueue()).id);
    expect(job).toMatchObject({
      status: "failed",
      outcome: "cancelled",
      error_code: "Cancelled",
      error: "Cancelled by user.",
    });
    await expect(cancelJob(asOperator(open.db), job.id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("marks a running job, keeps it running, and may be asked twice", async () => {
    const job = await enqueue();
    await claim(job.id);
    const first = await cancelJob(asOperator(open.db), job.id);
    expect(first).toMatchObject({ status: "running", cancel_requested_at: expect.any(String) });
    expect(await cancelJob(asOperator(open.db), job.id)).toMatchObject({
      cancel_requested_at: first.cancel_requested_at,
    });
  });
});

describe("after the end", () => {
  it("Run now makes a new job with the same parameters; not before the end", async () => {
    const { id } = await endedJob();
    const again = await runJobAgain(asOperator(open.db), id);
    expect(again).toMatchObject({ parent_job_id: id, status: "pending" });
    await expect(runJobAgain(asOperator(open.db), again.id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("retries only what failed, or from a stage on", async () => {
    const job = await enqueue();
    const lease = await claim(job.id);
    const step = (position: number, syncType: string) => ({ position, syncType, proxmoxEndpointId: pveId });
    await savePlan(open.db, lease, [step(0, "devices"), step(1, "storage"), step(2, "virtual-machines")]);
    await saveStage(open.db, lease, 0, { status: "completed" });
    await saveStage(open.db, lease, 1, { status: "failed", errorCode: "BackendFailed" });
    await saveStage(open.db, lease, 2, { status: "completed" });
    await finishLease(open.db, lease, ended);
    const failed = await retryJob(asOperator(open.db), job.id, { failed_only: true });
    expect(failed.params.only_steps).toEqual([{ sync_type: "storage", proxmox_endpoint_id: pveId }]);
    const rest = await retryJob(asOperator(open.db), job.id, { from_stage: "storage" });
    expect(rest.params.only_steps?.map((only) => only.sync_type)).toEqual(["storage", "virtual-machines"]);
    await expect(retryJob(asOperator(open.db), job.id, { from_stage: "sdn" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("is deleted by admins only, and only then", async () => {
    const { id } = await endedJob();
    await expect(removeJob(asOperator(open.db), id)).rejects.toMatchObject({ code: "forbidden" });
    await removeJob(asAdmin(open.db), id);
    await expect(getJob(asViewer(open.db), id)).rejects.toMatchObject({ code: "not_found" });
    await expect(removeJob(asAdmin(open.db), (await enqueue()).id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("may be limited to as many VMs as its input allows", async () => {
    const ids = Array.from({ length: 1_000 }, (_, n) => 1_000_000 + ((n * 7_919) % 999_983));
    expect((await enqueue({ netbox_vm_ids: ids })).params.netbox_vm_ids).toHaveLength(1_000);
  });

  it("lists newest first, filters, and counts", async () => {
    const named = await enqueue({ name: "a very special run" });
    const list = await listJobs(asViewer(open.db), { q: "special", limit: 10 });
    expect(list).toMatchObject({ count: 1, isEstimate: false, results: [{ id: named.id }] });
    const all = await listJobs(asViewer(open.db), { limit: 3 });
    expect(all.results.map((job) => job.id)).toEqual([...all.results.map((job) => job.id)].sort((a, b) => b - a));
  });
});

describe("watching", () => {
  it("shows the whole tail of a finished job, from any number, exactly once", async () => {
    const listener = openListener(open.url, silentLogger);
    const job = await enqueue();
    const lease = await claim(job.id);
    await appendFrames(
      open.db,
      lease,
      Array.from({ length: 1200 }, (_, n) => noteFrame(`line ${n + 1}`)),
    );
    const stop = new AbortController();
    const seen: number[] = [];
    const watching = (async () => {
      for await (const event of watchJob({ db: open.db, listener }, { jobId: job.id, after: 7, signal: stop.signal })) {
        if (event.kind === "frames") seen.push(...event.frames.map((frame) => frame.seq));
        if (event.kind === "end") return event;
      }
      return null;
    })();
    await appendFrames(open.db, lease, [noteFrame("late")]);
    await finishLease(open.db, lease, ended);
    expect(await watching).toEqual({ kind: "end", status: "errored", outcome: "failed" });
    expect(seen).toEqual(Array.from({ length: 1194 }, (_, n) => n + 8));
    expect(await isFullyRead(open.db, job.id, 1201)).toBe(true);
    expect(await isFullyRead(open.db, job.id, 1200)).toBe(false);
    await listener.close();
  });

  it("loses nothing when hints are lost", async () => {
    const deaf = { subscribe: () => () => {}, isConnected: () => false, close: async () => {} };
    const { id, lease } = await (async () => {
      const job = await enqueue();
      return { id: job.id, lease: await claim(job.id) };
    })();
    const stop = new AbortController();
    const watching = (async () => {
      const seen: number[] = [];
      for await (const event of watchJob(
        { db: open.db, listener: deaf },
        { jobId: id, after: 0, signal: stop.signal },
      )) {
        if (event.kind === "frames") seen.push(...event.frames.map((frame) => frame.seq));
      }
      return seen;
    })();
    await appendFrames(open.db, lease, [noteFrame("one"), noteFrame("two")]);
    await finishLease(open.db, lease, ended);
    expect(await watching).toEqual([1, 2]);
  });

  it("reads frames by number, newest page too, and problems alone", async () => {
    const job = await enqueue();
    const lease = await claim(job.id);
    await appendFrames(open.db, lease, [
      ...Array.from({ length: 250 }, (_, n) => noteFrame(`line ${n + 1}`)),
      { ...noteFrame("bad"), level: "error" as const },
    ]);
    const seqs = async (query: Parameters<typeof readJobFrames>[2]) =>
      (await readJobFrames(asViewer(open.db), job.id, query)).frames.map((frame) => frame.seq);
    expect(await seqs({ after: 248 })).toEqual([249, 250, 251]);
    expect(await seqs({ before: 252, limit: 2 })).toEqual([250, 251]);
    expect(await seqs({ limit: 150 })).toHaveLength(150);
    expect(await seqs({ problems: true })).toEqual([251]);
    expect(await seqs({ q: "line 25" })).toEqual([25, 250]);
  });

  it("downloads everything as text, NDJSON and CSV", async () => {
    const job = await enqueue();
    const lease = await claim(job.id);
    await appendFrames(open.db, lease, [
      noteFrame("first"),
      { ...noteFrame("devices sync completed."), event: "complete" },
    ]);
    const read = async (format: "text" | "ndjson" | "csv") => {
      let whole = "";
      for await (const part of await downloadLog(asViewer(open.db), job.id, format)) whole += part;
      return whole;
    };
    expect((await read("text")).replaceAll(/^\S+ /gm, "")).toBe(
      "devices: first\ndevices: devices sync completed.\ndevices: stream completed\n",
    );
    expect(
      (await read("ndjson"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).seq),
    ).toEqual([1, 2]);
    expect((await read("csv")).split("\n")[0]).toBe("seq,at,attempt,stage,event,level,text,data");
  });

  it("downloads no formula in CSV, whatever a backend wrote", async () => {
    const job = await enqueue();
    await appendFrames(open.db, await claim(job.id), [noteFrame("=cmd|' /C calc'!A0")]);
    let whole = "";
    for await (const part of await downloadLog(asViewer(open.db), job.id, "csv")) whole += part;
    expect(whole).toContain(",'=cmd|");
  });
});
