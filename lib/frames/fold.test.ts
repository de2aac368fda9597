import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSse } from "../sse/read.ts";
import { emptyJobView, foldFrame, type JobView, jobCounts } from "./fold.ts";
import { stageLine } from "./format.ts";
import { parseFrame } from "./parse.ts";
import type { Frame } from "./schema.ts";
import { toWireFrame } from "./wire.ts";

const FOLDER = join(import.meta.dirname, "../testing/streams");

async function frames(name: string): Promise<Frame[]> {
  const bytes = readFileSync(join(FOLDER, `${name}.sse`));
  const found: Frame[] = [];
  const at = new Date("2026-11-23T10:00:00Z");
  const single = async function* () {
    yield bytes;
  };
  for await (const message of readSse(single())) {
    const place = { stage: "full-update", attempt: 1, proxmoxEndpointId: 1, at };
    found.push({ ...parseFrame(message, place), seq: found.length + 1 });
  }
  return found;
}

async function view(name: string): Promise<JobView> {
  return (await frames(name)).map((frame) => toWireFrame(frame)).reduce(foldFrame, emptyJobView());
}

const recorded = readdirSync(FOLDER).map((file) => file.replace(/\.sse$/, ""));

describe("the fold of recorded streams", () => {
  it.each(recorded)("%s: every frame becomes a line, and folding twice changes nothing", async (name) => {
    const stored = await frames(name);
    expect(stored.length).toBeGreaterThan(0);
    for (const frame of stored) {
      expect(frame.text).not.toBe("");
      expect(frame.text).not.toMatch(/<a |\[object|undefined/);
    }
    const wire = stored.map((frame) => toWireFrame(frame));
    const once = wire.reduce(foldFrame, emptyJobView());
    expect(wire.reduce(foldFrame, once)).toBe(once);
  });

  it("keeps the data byte for byte", async () => {
    const raw = readFileSync(join(FOLDER, "full-update.ok.40-guests.sse"), "utf8");
    const sent = [...raw.matchAll(/^data: (.*)$/gm)].map((match) => match[1]);
    expect((await frames("full-update.ok.40-guests")).map((frame) => frame.data)).toEqual(sent);
  });

  it("sees a clean run as clean", async () => {
    for (const name of [
      "full-update.ok.first-run",
      "full-update.ok.keepalives",
      "devices",
      "storage",
      "replications",
    ]) {
      expect([name, (await view(name)).signals]).toEqual([name, 0]);
    }
  });

  it.each(recorded.filter((name) => /ok-true|degraded/.test(name) && !/ips-failed/.test(name)))(
    "%s: sees the failure behind ok:true",
    async (name) => {
      expect((await view(name)).signals).toBeGreaterThan(0);
    },
  );

  it("shows the stages of the single stream in their order, each completed", async () => {
    const { stages } = await view("full-update.ok.first-run");
    expect(stages.map((stage) => stage.stage).slice(0, 3)).toEqual(["devices", "storage", "virtual-machines"]);
    expect(stages.every((stage) => stage.status === "completed")).toBe(true);
    expect(stages).toHaveLength(12);
  });

  it("counts what was created", async () => {
    const counts = jobCounts(await view("full-update.ok.first-run"));
    expect(counts.created).toBeGreaterThan(0);
    expect(counts.failed).toBe(0);
  });

  it("leaves the stage that died as running, and lists its problems with their suggestion", async () => {
    const dead = await view("full-update.fails-in-devices");
    expect(dead.stages.at(-1)).toMatchObject({ stage: "devices", status: "running" });
    expect(dead.problems.map((problem) => problem.level)).toContain("error");
  });

  it("writes the lines that operators know", async () => {
    const lines = (await frames("full-update.ok.first-run")).map(stageLine);
    for (const line of [
      "full-update: Starting devices synchronization.",
      "full-update: Processing device pve1",
      "full-update: Synced device pve1",
      "full-update: Devices synchronization finished.",
      "full-update: Starting virtual machines synchronization.",
      "full-update: Virtual machines synchronization finished.",
      "full-update: Full update sync completed.",
    ]) {
      expect(lines).toContain(line);
    }
  });

  it("lists a failure of the console once, and not its sentence about warnings that were listed already", () => {
    const said = (seq: number, level: "warning" | "error", data: object) =>
      toWireFrame({
        seq,
        at: new Date(0),
        attempt: 1,
        stage: "devices",
        proxmoxEndpointId: 1,
        event: "console",
        level,
        text: `line ${seq}`,
        data: JSON.stringify(data),
      });
    const folded = [
      said(1, "warning", { kind: "stage_finished", status: "warning" }),
      said(2, "error", { kind: "stage_finished", status: "failed", suggestion: "Start the backend." }),
      said(3, "warning", { kind: "stage_finished", status: "failed" }),
      said(4, "error", { kind: "finished", outcome: "failed" }),
    ].reduce(foldFrame, emptyJobView());
    expect(folded.problems.map((problem) => problem.seq)).toEqual([2, 3]);
  });

  it("shows an event it does not know", () => {
    const frame = parseFrame(
      { event: "brand_new", data: '{"message":"Something new happened"}' },
      { stage: "devices", attempt: 1, proxmoxEndpointId: null, at: new Date(0) },
    );
    expect(frame).toMatchObject({ event: "brand_new", text: "Something new happened", level: "info" });
  });
});
