import { describe, expect, it } from "vitest";
import { emptyJobView, foldFrame } from "#lib/frames/fold";
import type { WireFrame } from "#lib/frames/schema";
import type { WireStage } from "#lib/jobs/wire";
import { boardRows } from "./stage-board.ts";

const step = (syncType: string, values: Partial<WireStage> = {}): WireStage => ({
  sync_type: syncType,
  proxmox_endpoint_id: 1,
  stream_path: null,
  status: "pending",
  optional: false,
  http_status: null,
  attempts: 0,
  started_at: null,
  completed_at: null,
  runtime_seconds: null,
  usual: null,
  counts: {},
  reason: null,
  error: null,
  error_code: null,
  suggestion: null,
  ...values,
});

const frame = (seq: number, stage: string, event: string, data: unknown): WireFrame => ({
  seq,
  at: `2026-11-25T12:00:0${seq}.000Z`,
  attempt: 1,
  stage,
  proxmox_endpoint_id: 1,
  event,
  level: "info",
  text: "",
  data,
});

const started = (seq: number, stage: string) => frame(seq, stage, "console", { kind: "stage_started" });

describe("the stage board", () => {
  it("shows the plan in its order, with what runs overlaid", () => {
    const view = [
      started(1, "devices"),
      frame(2, "devices", "discovery", { count: 4 }),
      frame(3, "devices", "item_progress", { status: "completed", operation: "created" }),
    ].reduce(foldFrame, emptyJobView());
    const rows = boardRows([step("devices"), step("storage")], view);
    expect(rows.map((row) => [row.title, row.status, row.done, row.total])).toEqual([
      ["Devices", "running", 1, 4],
      ["Storage", "pending", 0, null],
    ]);
    expect(rows[0]?.counts).toMatchObject({ created: 1 });
  });

  it("believes the stored end of a step over the frames", () => {
    const view = foldFrame(emptyJobView(), started(1, "devices"));
    const [row] = boardRows([step("devices", { status: "failed", error: "refused", attempts: 3 })], view);
    expect(row).toMatchObject({ status: "failed", note: "refused", attempts: 3 });
  });

  it("opens a single stream into the stages that it names", () => {
    const view = [
      started(1, "full-update"),
      frame(2, "full-update", "step", { step: "devices", status: "started" }),
    ].reduce(foldFrame, emptyJobView());
    const rows = boardRows([step("full-update"), step("replications", { proxmox_endpoint_id: 2 })], view);
    expect(rows.map((row) => row.title)).toEqual(["Full update", "Devices", "Replications"]);
  });

  it("falls back to the frames when no plan is stored yet", () => {
    expect(boardRows([], foldFrame(emptyJobView(), started(1, "devices"))).map((row) => row.title)).toEqual([
      "Devices",
    ]);
  });
});
