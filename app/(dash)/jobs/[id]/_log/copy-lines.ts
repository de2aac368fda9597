import { logLine } from "#lib/frames/format";
import type { WireFrame } from "#lib/frames/schema";
import { fetchLines } from "./fetch-lines.ts";
import type { LineRange } from "./line-range.ts";

const PAGE = 1000;
/** More than this is a download. */
export const MAX_COPIED = 10_000;

/** A line as the text download writes it. */
export const rowText = (frame: WireFrame): string => logLine({ ...frame, at: new Date(frame.at) });

/** The text of a range of lines, most of which may not be loaded. */
export async function readLines(jobId: number, range: LineRange): Promise<string> {
  const lines: string[] = [];
  for (let after = range.from - 1; after < range.to; ) {
    const frames = await fetchLines(jobId, { after, limit: Math.min(PAGE, range.to - after) });
    if (frames.length === 0) break;
    lines.push(...frames.map(rowText));
    after = frames.at(-1)?.seq ?? range.to;
  }
  return `${lines.join("\n")}\n`;
}
