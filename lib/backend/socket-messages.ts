import { type JsonRecord, parseJson, recordOf } from "../json.ts";
import type { StreamEvent } from "./stream.ts";

/**
 * A message of the legacy WebSocket as the event that the backend's own streams make of it: the same object lines, so
 * that one fold reads both. What is no JSON is kept as a message.
 */
export function socketEvent(text: string): StreamEvent {
  const payload = recordOf(parseJson(text));
  if (!payload) return { event: "message", data: JSON.stringify({ message: text }) };
  const inner = recordOf(payload.data);
  const object = typeof payload.object === "string" ? payload.object : "sync";
  const rowid = inner?.rowid ?? inner?.name ?? null;
  const status = statusOf(payload, inner);
  const step = { step: object, status, message: messageOf({ object, status, rowid, payload, inner }), rowid, payload };
  return { event: "step", data: JSON.stringify(step) };
}

/** Does this message end the command? Nodes end with `device`, VMs and the full update with `virtual_machine` or `full-update`. */
export function endsCommand(text: string, command: string): boolean {
  const payload = recordOf(parseJson(text));
  if (payload?.end !== true) return false;
  if (command === "Sync Nodes") return payload.object === "device";
  return payload.object === "virtual_machine" || payload.object === "full-update";
}

function statusOf(payload: JsonRecord, inner: JsonRecord | null): "progress" | "completed" | "failed" {
  if (payload.end === true) return "completed";
  if (inner?.error) return "failed";
  return inner?.completed === true ? "completed" : "progress";
}

function messageOf(said: {
  object: string;
  status: string;
  rowid: unknown;
  payload: JsonRecord;
  inner: JsonRecord | null;
}): string {
  if (said.payload.end === true) return `${said.object} stream completed`;
  const own = said.inner?.warning ?? said.inner?.error;
  if (typeof own === "string" && own !== "") return own;
  if (!said.rowid) return `${said.object} ${said.status}`;
  return `${said.status === "completed" ? "Synced" : "Processing"} ${said.object} ${String(said.rowid)}`;
}
