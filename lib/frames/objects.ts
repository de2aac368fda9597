import { z } from "zod";
import { stages } from "../sync/stages.ts";
import type { WireFrame } from "./schema.ts";

/** What happened to one object in one stage of a job. */
export const JobObject = z
  .object({
    name: z.string(),
    kind: z.string(),
    operation: z.string(),
    status: z.string(),
    stage: z.string(),
    proxmox_endpoint_id: z.number().nullable(),
    netbox_id: z.number().nullable(),
    netbox_url: z.string().nullable(),
    message: z.string().nullable(),
    duration_ms: z.number().nullable(),
    seq: z.number(),
  })
  .meta({ id: "JobObject" });
export type JobObject = z.infer<typeof JobObject>;

/** Events that speak about single objects. */
export const objectEvents = ["discovery", "item_progress", "step"];

type Seen = { object: JobObject; startedAtMs: number | null; isLegacy: boolean };

export type ObjectFold = { add: (frame: WireFrame) => void; list: () => JobObject[] };

/**
 * Folds frames to the objects that they speak about, the last word winning. Backends of the old style tell of objects
 * in `step` lines; where a stage has structured lines as well, those count and the old ones are left out.
 */
export function objectFold(): ObjectFold {
  const seen = new Map<string, Seen>();
  const structured = new Set<string>();
  /** Where a single stream is: it names its stages in lines of their own. */
  let current = "full-update";
  return {
    add(frame) {
      current = startedStage(frame) ?? current;
      if (frame.event === "discovery") {
        // Some stages say what they found and then only how many were written.
        for (const object of discovered(frame)) {
          const key = keyOf(object);
          if (!seen.has(key)) seen.set(key, { object, startedAtMs: null, isLegacy: false });
        }
        return;
      }
      const stage = frame.stage === "full-update" ? current : frame.stage;
      const found = frame.event === "item_progress" ? fromItem(frame) : fromStep(frame, stage);
      if (!found) return;
      const isLegacy = frame.event === "step";
      if (!isLegacy) structured.add(placeOf(found));
      const key = keyOf(found);
      const before = seen.get(key);
      const atMs = Date.parse(frame.at);
      if (isUnderWay(found.status)) {
        seen.set(key, { object: found, startedAtMs: atMs, isLegacy });
        return;
      }
      const startedAtMs = before?.startedAtMs ?? null;
      const object = { ...found, duration_ms: startedAtMs === null ? null : atMs - startedAtMs };
      seen.set(key, { object, startedAtMs: null, isLegacy });
    },
    list: () =>
      [...seen.values()]
        .filter(({ object, isLegacy }) => !(isLegacy && structured.has(placeOf(object))))
        .map(({ object }) => object),
  };
}

const placeOf = (object: JobObject): string => `${object.stage}/${object.proxmox_endpoint_id ?? 0}`;

const keyOf = (object: JobObject): string => `${placeOf(object)}/${object.kind}/${object.name}`;

const isUnderWay = (status: string): boolean =>
  status === "processing" || status === "started" || status === "progress";

const stageOfStep = new Map(stages.map((stage) => [stage.step, stage.syncType as string]));

function discovered(frame: WireFrame): JobObject[] {
  const { phase, items } = asRecord(frame.data);
  if (phase === "full-update" || !Array.isArray(items)) return [];
  return items
    .map((item) => fromItem({ ...frame, data: { phase, item, operation: "discovered", status: "discovered" } }))
    .filter((object) => object !== null);
}

function fromItem(frame: WireFrame): JobObject | null {
  const data = asRecord(frame.data);
  const item = asRecord(data.item);
  const name = text(item.name);
  if (name === null) return null;
  const phase = text(data.phase) ?? frame.stage;
  return {
    name,
    kind: text(item.item_type) ?? text(item.type) ?? phase,
    operation: text(data.operation) ?? "unknown",
    status: text(data.status) ?? "unknown",
    stage: frame.stage === "full-update" ? (stageOfStep.get(phase) ?? phase) : frame.stage,
    proxmox_endpoint_id: frame.proxmox_endpoint_id,
    netbox_id: typeof item.netbox_id === "number" ? item.netbox_id : null,
    netbox_url: text(item.netbox_url),
    message: text(data.error) ?? text(data.message),
    duration_ms: null,
    seq: frame.seq,
  };
}

const operations: Record<string, string> = { create: "created", update: "updated", delete: "deleted" };
const LINK = /href='([^']+)'/;

function startedStage(frame: WireFrame): string | null {
  const data = asRecord(frame.data);
  if (frame.event !== "step" || data.status !== "started" || "payload" in data) return null;
  return stageOfStep.get(String(data.step)) ?? null;
}

function fromStep(frame: WireFrame, stage: string): JobObject | null {
  const data = asRecord(frame.data);
  const payload = asRecord(data.payload);
  const name = text(data.rowid);
  if (name === null || !("payload" in data)) return null;
  const inner = asRecord(payload.data);
  const type = text(payload.type) ?? "unknown";
  return {
    name,
    kind: text(data.step) ?? "object",
    operation: operations[type] ?? type,
    status: text(data.status) ?? "unknown",
    stage,
    proxmox_endpoint_id: frame.proxmox_endpoint_id,
    netbox_id: typeof inner.netbox_id === "number" ? inner.netbox_id : null,
    netbox_url: LINK.exec(text(inner.name) ?? "")?.[1] ?? null,
    message: text(data.message),
    duration_ms: null,
    seq: frame.seq,
  };
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}; // safe because it is an object

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
