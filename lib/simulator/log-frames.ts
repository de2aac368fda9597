import type { LogEntry } from "./backend-state.ts";
import type { SseFrame, StreamItem } from "./frames.ts";
import type { Sim } from "./sim.ts";

/** The same items; what they tell also goes into the backend's log. Very few entries carry the operation, as there. */
export function* logged(
  sim: Sim,
  items: Iterable<StreamItem>,
  operationId: string | null,
): Generator<StreamItem, void> {
  for (const item of items) {
    const entry = "event" in item ? entryOf(item) : null;
    if (entry) sim.log(entry.level === "ERROR" ? { ...entry, operation_id: operationId } : entry);
    yield item;
  }
}

type Entry = Partial<LogEntry> & Pick<LogEntry, "level" | "message">;

function entryOf({ event, data }: SseFrame): Entry | null {
  const module = (name: unknown) => `\u001b[90m${String(name).replaceAll("-", "_")}\u001b[0m`;
  const message = String(data.message ?? "");
  switch (event) {
    case "phase_summary":
      return {
        level: data.status === "completed" ? "INFO" : "WARNING",
        message,
        module: module(data.phase),
        phase: String(data.phase),
      };
    case "discovery":
      return { level: "INFO", message, module: module(data.phase) };
    case "duplicate_name_resolved":
      return {
        level: "WARNING",
        message: `Duplicate VM name ${data.original_name} in cluster ${data.cluster}: using ${data.resolved_name}`,
        module: module("sync_vm"),
      };
    case "error_detail":
      return {
        level: "ERROR",
        message: `${message}: ${data.detail ?? ""}`,
        module: module(data.phase),
        expandable: traceback(message),
      };
    case "item_progress":
      return { level: "DEBUG", message, module: module(data.phase) };
    case "step":
      return "payload" in data ? null : { level: "DEBUG", message, module: module("streaming") };
    default:
      return null;
  }
}

function traceback(message: string): LogEntry["expandable"] {
  const lines = ["Traceback (most recent call last):", '  File "proxbox_api/netbox_rest.py", line 652, in _request'];
  return { traceback: [...lines, `proxbox_api.exception.NetBoxAPIError: ${message}`].join("\n") };
}
