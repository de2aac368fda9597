import type { Frame } from "./schema.ts";

/** `<time> <stage>: <message>`: one line of the text download. Browser-safe. */
export function logLine(frame: Pick<Frame, "at" | "stage" | "text">): string {
  return `${frame.at.toISOString()} ${stageLine(frame)}`;
}

/** `full-update: Synced device pve01`. */
export function stageLine(frame: Pick<Frame, "stage" | "text">): string {
  return `${frame.stage}: ${frame.text.replaceAll(/\s*[\r\n]+\s*/g, " ")}`;
}

/** Each stream of a log closes with this line. */
export const streamCompletedLine = (frame: Pick<Frame, "at" | "stage">): string =>
  logLine({ ...frame, text: "stream completed" });
