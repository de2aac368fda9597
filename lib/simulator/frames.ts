import { float, type PyFloat } from "./python-json.ts";

export type SseFrame = { event: string; data: Record<string, unknown> };
/** What a stage yields: a frame, time the work takes, or the end of a stage (a full update stops there when its client left). */
export type StreamItem = SseFrame | { pauseMs: number } | { stageEnd: string };

export type Item = { name: string; netbox_id?: number; netbox_url?: string; item_type?: string; extra?: unknown };
export type Counts = {
  created: number;
  updated: number;
  deleted: number;
  failed: number;
  skipped: number;
  total: number;
};
export type Operation = "created" | "updated" | "deleted" | "would_delete" | "skipped" | "failed";

export const work = (pauseMs: number): StreamItem => ({ pauseMs });

export function stepFrame(step: string, status: string, message: string, rest: Record<string, unknown> = {}): SseFrame {
  return { event: "step", data: { step, status, message, ...rest } };
}

export function discoveryFrame(
  phase: string,
  message: string,
  items: Item[],
  metadata?: Record<string, unknown>,
): SseFrame {
  return {
    event: "discovery",
    data: {
      event: "discovery",
      phase,
      status: "discovered",
      message,
      count: items.length,
      items,
      progress: progressOf(0, items.length),
      ...(metadata ? { metadata } : {}),
    },
  };
}

export function progressOf(current: number, total: number): { current: number; total: number; percent: PyFloat } {
  return { current, total, percent: float(total === 0 ? 0 : (current / total) * 100) };
}

export type ItemProgress = {
  phase: string;
  status: string;
  message: string;
  item: Item;
  operation: Operation;
  at: [current: number, total: number];
  elapsedMs?: number;
  error?: string;
  warning?: string;
};

export function itemFrame(input: ItemProgress): SseFrame {
  const { phase, status, message, item, operation, at, elapsedMs, error, warning } = input;
  return {
    event: "item_progress",
    data: {
      event: "item_progress",
      phase,
      status,
      message,
      item,
      operation,
      progress: progressOf(...at),
      ...(elapsedMs === undefined ? {} : { timing: { elapsed_ms: elapsedMs } }),
      ...(error === undefined ? {} : { error }),
      ...(warning === undefined ? {} : { warning }),
    },
  };
}

export type Substep = { substep: string; status: string; message: string; name: string; elapsedMs?: number };

export function substepFrame({ substep, status, message, name, elapsedMs }: Substep): SseFrame {
  return {
    event: "substep",
    data: {
      event: "substep",
      phase: "virtual-machines",
      substep,
      status,
      message,
      item: { name },
      ...(elapsedMs === undefined ? {} : { timing: { elapsed_ms: elapsedMs } }),
    },
  };
}

export function emptyCounts(): Counts {
  return { created: 0, updated: 0, deleted: 0, failed: 0, skipped: 0, total: 0 };
}

export function summaryFrame(phase: string, message: string, result: Counts): SseFrame {
  const status = result.failed > 0 ? "completed_with_errors" : "completed";
  return { event: "phase_summary", data: { event: "phase_summary", phase, status, message, result } };
}

export type ErrorDetail = {
  phase: string;
  category?: string;
  message: string;
  detail?: unknown;
  item?: Item;
  suggestion?: string;
};

export function errorDetailFrame({
  phase,
  category = "internal",
  message,
  item,
  detail,
  suggestion,
}: ErrorDetail): SseFrame {
  return {
    event: "error_detail",
    data: { event: "error_detail", phase, category, message, item, detail: detail ?? undefined, suggestion },
  };
}

/** A frame of the older protocol, wrapped into a `step` (utils/streaming of the backend does the same). */
export function legacyFrame(object: string, data: Record<string, unknown>, type?: "create" | "sync"): SseFrame {
  const rowid = data.rowid ?? data.name ?? null;
  const status = data.error ? "failed" : data.completed === true ? "completed" : "progress";
  const label = `${object} ${rowid}`;
  const message = data.warning ?? data.error ?? (status === "completed" ? `Synced ${label}` : `Processing ${label}`);
  const payload = type ? { object, type, data } : { object, data };
  return stepFrame(object, status, String(message), { rowid: rowid === null ? null : String(rowid), payload });
}

export function legacyEnd(object: string): SseFrame {
  return stepFrame(object, "completed", `${object} stream completed`, { rowid: null, payload: { object, end: true } });
}

/** Backups and snapshots wrap their own little protocol a second time; its status stays inside. */
export function nestedFrame(payload: Record<string, unknown>): SseFrame {
  return stepFrame("sync", "progress", "sync progress", { rowid: null, payload });
}
