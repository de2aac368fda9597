import { z } from "zod";
import { recordOf } from "../json.ts";
import { syncTypeOfStep } from "../sync/stages.ts";
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

/** The last word of the frames about an object. `isLegacy`: said in a line of the old style. */
export type ObjectWord = JobObject & { isLegacy: boolean };

/** A stage of an endpoint. */
export type ObjectPlace = Pick<JobObject, "stage" | "proxmox_endpoint_id">;

/** Status of an object that was found and of which nothing else was said yet; it never replaces another word. */
export const DISCOVERED = "discovered";

/** Events that speak about single objects. */
export const objectEvents = ["discovery", "item_progress", "step"];

/** What was said since the last time; `replaced` are places whose words of the old style no longer count. */
export type FreshObjects = { words: ObjectWord[]; replaced: ObjectPlace[] };

export type ObjectFold = {
  add: (frame: WireFrame) => void;
  /** How many objects were spoken of since the last `take`. */
  size: () => number;
  take: () => FreshObjects;
};

/**
 * Folds frames to the objects that they speak about, the last word winning. Backends of the old style tell of objects
 * in `step` lines; where a stage has structured lines as well, those count and the old ones are left out. It keeps what
 * is fresh or under way and nothing else: a job may speak of a million objects.
 */
export function objectFold(known: { stage?: string; structured?: readonly ObjectPlace[] } = {}): ObjectFold {
  let fresh = new Map<string, ObjectWord>();
  let replaced: ObjectPlace[] = [];
  const structured = new Set((known.structured ?? []).map(placeOf));
  const startedMs = new Map<string, number>();
  /** Where a single stream is: it names its stages in lines of their own. */
  let current = known.stage ?? "full-update";

  const say = (object: JobObject, atMs: number, isLegacy: boolean) => {
    const key = objectKey(object);
    if (isUnderWay(object.status)) {
      startedMs.set(key, atMs);
      fresh.set(key, { ...object, isLegacy });
      return;
    }
    const started = startedMs.get(key);
    startedMs.delete(key);
    fresh.set(key, { ...object, duration_ms: started === undefined ? null : Math.max(0, atMs - started), isLegacy });
  };
  /** From the first structured line of a place on, its old ones are left out. */
  const count = (object: JobObject) => {
    if (structured.has(placeOf(object))) return;
    structured.add(placeOf(object));
    replaced.push({ stage: object.stage, proxmox_endpoint_id: object.proxmox_endpoint_id });
    for (const [key, word] of fresh) if (word.isLegacy && placeOf(word) === placeOf(object)) fresh.delete(key);
  };

  return {
    add(frame) {
      current = startedStage(frame) ?? current;
      if (isStageEnd(frame)) startedMs.clear();
      if (frame.event === "discovery") {
        // Some stages say what they found and then only how many were written.
        for (const object of discovered(frame)) {
          const key = objectKey(object);
          if (!fresh.has(key)) fresh.set(key, { ...object, isLegacy: false });
        }
        return;
      }
      const isLegacy = frame.event === "step";
      if (!isLegacy && frame.event !== "item_progress") return;
      const stage = frame.stage === "full-update" ? current : frame.stage;
      const object = isLegacy ? fromStep(frame, stage) : fromItem(frame);
      if (!object || (isLegacy && structured.has(placeOf(object)))) return;
      if (!isLegacy) count(object);
      say(object, Date.parse(frame.at), isLegacy);
    },
    size: () => fresh.size,
    take() {
      const taken = { words: [...fresh.values()], replaced };
      fresh = new Map();
      replaced = [];
      return taken;
    },
  };
}

const placeOf = (object: ObjectPlace): string => `${object.stage}/${object.proxmox_endpoint_id ?? 0}`;

/** The same object in the same stage has the same key in every run. */
const objectKey = (object: JobObject): string => `${placeOf(object)}/${object.kind}/${object.name}`;

const isUnderWay = (status: string): boolean =>
  status === "processing" || status === "started" || status === "progress";

const isStageEnd = (frame: WireFrame): boolean =>
  frame.event === "console" && recordOf(frame.data)?.kind === "stage_finished";

function discovered(frame: WireFrame): JobObject[] {
  const { phase, items } = recordOf(frame.data) ?? {};
  if (phase === "full-update" || !Array.isArray(items)) return [];
  return items
    .map((item) => fromItem({ ...frame, data: { phase, item, operation: DISCOVERED, status: DISCOVERED } }))
    .filter((object) => object !== null);
}

function fromItem(frame: WireFrame): JobObject | null {
  const data = recordOf(frame.data) ?? {};
  const item = recordOf(data.item) ?? {};
  const name = label(item.name);
  if (name === null) return null;
  const phase = label(data.phase) ?? frame.stage;
  return {
    name,
    kind: label(item.item_type) ?? label(item.type) ?? phase,
    operation: text(data.operation) ?? "unknown",
    status: text(data.status) ?? "unknown",
    stage: frame.stage === "full-update" ? (syncTypeOfStep(phase) ?? phase) : frame.stage,
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
  if (frame.event !== "step") return null;
  const data = recordOf(frame.data) ?? {};
  if (data.status !== "started" || "payload" in data) return null;
  return syncTypeOfStep(String(data.step)) ?? null;
}

function fromStep(frame: WireFrame, stage: string): JobObject | null {
  const data = recordOf(frame.data) ?? {};
  const payload = recordOf(data.payload) ?? {};
  const name = label(data.rowid);
  if (name === null || !("payload" in data)) return null;
  const inner = recordOf(payload.data) ?? {};
  const type = text(payload.type) ?? "unknown";
  return {
    name,
    kind: label(data.step) ?? "object",
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

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** A key of an index has its limit, and the database holds neither NUL nor half a character. */
const MAX_LABEL = 300;
const label = (value: unknown): string | null =>
  text(value)?.slice(0, MAX_LABEL).toWellFormed().replaceAll("\0", "\u2400") ?? null;
