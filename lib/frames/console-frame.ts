import { redactJsonText, redactText } from "../redact.ts";
import type { FramePlace } from "./parse.ts";
import type { ConsoleData, FrameLevel, NewFrame } from "./schema.ts";

/** A frame of the console itself: preflight, stage start, retry, heartbeat … */
export function consoleFrame(
  place: FramePlace,
  said: { kind: ConsoleData["kind"]; level?: FrameLevel; message: string; extra?: Record<string, unknown> },
): NewFrame {
  const level = said.level ?? "info";
  const data = JSON.stringify({ kind: said.kind, level, message: said.message, ...said.extra });
  return { ...place, event: "console", level, text: redactText(said.message), data: redactJsonText(data) };
}
