import { type JsonRecord, numberOf, parseJson, recordOf } from "../json.ts";
import { redactJsonText, redactText } from "../redact.ts";
import type { FrameLevel, NewFrame } from "./schema.ts";

export type FramePlace = { stage: string; attempt: number; proxmoxEndpointId: number | null; at: Date };

/** One SSE message of a backend → a frame. Never throws; what is not understood is kept and shown as it came. */
export function parseFrame(message: { event: string; data: string }, place: FramePlace): NewFrame {
  const data = recordOf(parseJson(message.data));
  const kept = redactJsonText(message.data);
  const frame = data ? explain(message.event, data) : { level: "info" as const, text: message.data.slice(0, 500) };
  return {
    ...place,
    event: message.event,
    level: frame.level,
    text: redactText(frame.text),
    data: kept,
    ...(data && kept === message.data ? { value: data } : {}),
  };
}

type Line = { level: FrameLevel; text: string };

function explain(event: string, data: JsonRecord): Line {
  switch (event) {
    case "step":
      return describeStep(data);
    case "item_progress":
      return { level: itemLevel(data), text: withReason(data, text(data.error) ?? text(data.warning)) };
    case "substep":
      return { level: data.status === "failed" ? "error" : "debug", text: message(data, event) };
    case "phase_summary":
      return { level: isClean(data) ? "success" : "warning", text: message(data, event) };
    case "error_detail":
      return { level: "error", text: withReason(data, text(data.suggestion)) };
    case "error":
      return { level: "error", text: text(data.error) ?? detail(data.detail) ?? message(data, event) };
    case "complete":
      return describeComplete(data);
    case "duplicate_name_resolved":
      return {
        level: "warning",
        text: `Name ${text(data.original_name) ?? "?"} is used twice in cluster ${text(data.cluster) ?? "?"}; VM ${String(data.vmid)} is stored as "${text(data.resolved_name) ?? "?"}".`,
      };
    case "bootstrap_done":
      return describeBootstrap(data);
    case "hardware_discovery":
      return {
        level: "info",
        text: `Hardware of ${text(data.node) ?? "node"}: ${text(data.chassis_product) ?? "unknown chassis"}, ${String(data.nic_count)} network cards.`,
      };
    case "console":
      return { level: consoleLevel(data.level), text: message(data, event) };
    default:
      return { level: data.status === "failed" || data.error ? "error" : "info", text: message(data, event) };
  }
}

function describeStep(data: JsonRecord): Line {
  const payload = recordOf(data.payload);
  if (!payload) {
    const result = recordOf(data.result);
    const hurt =
      result &&
      (result.degraded === true || hasItems(result.warnings) || hasItems(result.errors) || numberOf(result.errors) > 0);
    if (data.status === "completed") return { level: hurt ? "warning" : "success", text: message(data, "step") };
    return { level: data.status === "failed" ? "error" : "info", text: message(data, "step") };
  }
  return { level: legacyLevel(data, payload), text: legacyText(data, payload) };
}

/** Old-style object lines; they may say "completed" for a failure of virtual disks, and "progress" for one of backups. */
function legacyLevel(data: JsonRecord, payload: JsonRecord): FrameLevel {
  const inner = recordOf(payload.data);
  if (data.status === "failed" || payload.status === "failed" || inner?.error) return "error";
  if (isHiddenDiskFailure(payload)) return "error";
  if (payload.status === "warning" || inner?.status === "warning" || inner?.warning || inner?.degraded === true)
    return "warning";
  if (numberOf(recordOf(payload.result)?.failed_tasks) > 0) return "warning";
  return data.status === "completed" ? "success" : "debug";
}

function legacyText(data: JsonRecord, payload: JsonRecord): string {
  const inner = recordOf(payload.data);
  if (isHiddenDiskFailure(payload))
    return `${text(inner?.name) ?? text(data.rowid) ?? "Virtual disks"}: ${stripTags(text(inner?.disks) ?? "failed")}`;
  const own = text(payload.message) ?? text(inner?.error);
  if (own) return stripTags(own);
  const said = text(data.message);
  if (said) return stripTags(said);
  const verb = data.status === "completed" ? "Synced" : "Processing";
  return `${verb} ${text(data.step) ?? "object"} ${text(data.rowid) ?? ""}`.trim();
}

/** A failed VM of the disk stage: `sync_status` is the literal "undefined" and `disks` holds the error text. */
export function isHiddenDiskFailure(payload: JsonRecord): boolean {
  const inner = recordOf(payload.data);
  return (
    payload.object === "virtual_disk" &&
    inner?.sync_status === "undefined" &&
    typeof inner.disks === "string" &&
    inner.disks !== "undefined"
  );
}

function describeComplete(data: JsonRecord): Line {
  if (data.ok !== true) return { level: "error", text: message(data, "The stream ended with a failure.") };
  const result = recordOf(data.result);
  const hurt = result && (result.degraded === true || hasItems(result.warnings));
  return { level: hurt ? "warning" : "success", text: message(data, "complete") };
}

function describeBootstrap(data: JsonRecord): Line {
  if (data.ok === false)
    return {
      level: "warning",
      text: `NetBox bootstrap is incomplete${text(data.reason) ? `: ${text(data.reason)}` : ""}.`,
    };
  const made = Array.isArray(data.created) ? data.created.length : 0;
  return {
    level: "info",
    text: made > 0 ? `NetBox bootstrap done, ${made} objects created.` : "NetBox bootstrap done.",
  };
}

const itemLevel = (data: JsonRecord): FrameLevel => {
  if (data.status === "failed" || data.operation === "failed") return "error";
  if (data.status === "warning" || data.warning) return "warning";
  return data.status === "completed" ? "success" : "debug";
};

const consoleLevel = (value: unknown): FrameLevel =>
  value === "debug" || value === "success" || value === "warning" || value === "error" ? value : "info";

const isClean = (data: JsonRecord): boolean =>
  data.status !== "completed_with_errors" && numberOf(recordOf(data.result)?.failed) === 0;

const message = (data: JsonRecord, fallback: string): string =>
  stripTags(text(data.message) ?? text(data.error) ?? detail(data.detail) ?? fallback);

const withReason = (data: JsonRecord, reason: string | null): string => {
  const head = message(data, text(recordOf(data.item)?.name) ?? "object");
  return reason && !head.includes(reason) ? `${head.replace(/\.$/, "")}: ${reason}` : head;
};

/** Old frames carry HTML links as names. */
export const stripTags = (value: string): string => value.replaceAll(/<[^<>]{1,500}>/g, "");

export const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" && value !== "undefined" ? value : null;

const detail = (value: unknown): string | null => text(value) ?? (recordOf(value) ? JSON.stringify(value) : null);

const hasItems = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
