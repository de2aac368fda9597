import { z } from "zod";
import { parseWire } from "#data/parse-wire";
import { WireFrame } from "#lib/frames/schema";

const Lines = z.object({ frames: z.array(WireFrame) });

/** Enough of `data` for a line; the whole of it is fetched when a line is opened. */
const MAX_DATA = 4096;

export type LinesQuery = {
  after?: number;
  limit: number;
  stage?: string;
  problems?: boolean;
  q?: string;
  isWhole?: boolean;
};

/** Lines of a job's log, filtered by the server. */
export async function fetchLines(jobId: number, query: LinesQuery): Promise<WireFrame[]> {
  const search = new URLSearchParams({ after: String(query.after ?? 0), limit: String(query.limit) });
  if (query.stage) search.set("stage", query.stage);
  if (query.problems) search.set("problems", "true");
  if (query.q) search.set("q", query.q);
  if (!query.isWhole) search.set("max_data", String(MAX_DATA));
  const response = await fetch(`/api/jobs/${jobId}/frames?${search}`, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`The log could not be read (${response.status}).`);
  return parseWire(Lines, await response.json()).frames;
}
