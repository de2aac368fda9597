import { z } from "zod";

export const frameLevels = ["debug", "info", "success", "warning", "error"] as const;
export const FrameLevel = z.enum(frameLevels);
export type FrameLevel = z.infer<typeof FrameLevel>;

/** One SSE message of a backend, or one the console adds (`event: "console"`), before it has a number. */
export type NewFrame = {
  at: Date;
  attempt: number;
  /** `full-update` in that mode, `preflight` before the stages, otherwise the sync type. */
  stage: string;
  proxmoxEndpointId: number | null;
  event: string;
  level: FrameLevel;
  /** The sentence a person reads, without the stage prefix. */
  text: string;
  /** The JSON text as sent, after redaction. */
  data: string;
  /** What `data` says, where it has been read already: reading it once more is a good part of the cost of ingest. */
  value?: unknown;
};

/** A stored frame: numbered per job from 1, without gaps, append-only. */
export type Frame = NewFrame & { seq: number };

/** A frame as `/api/jobs/{id}/frames` sends it and the browser folds it. */
export const WireFrame = z.object({
  seq: z.number().int(),
  at: z.string(),
  attempt: z.number().int(),
  stage: z.string(),
  proxmox_endpoint_id: z.number().int().nullable(),
  event: z.string(),
  level: FrameLevel,
  text: z.string(),
  /** The backend's JSON; what was no JSON is `{"raw": "…"}`. */
  data: z.unknown(),
  truncated: z.boolean().optional(),
});
export type WireFrame = z.infer<typeof WireFrame>;

export const consoleKinds = [
  "preflight",
  "stage_started",
  "stage_finished",
  "stage_skipped",
  "retry",
  "heartbeat",
  "note",
  "handed_back",
  "cancelled",
  "finished",
] as const;

/** Data of the console's own frames. */
export const ConsoleData = z.looseObject({
  kind: z.enum(consoleKinds),
  level: FrameLevel,
  message: z.string(),
});
export type ConsoleData = z.infer<typeof ConsoleData>;
