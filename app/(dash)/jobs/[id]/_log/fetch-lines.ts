import type { WireFrame } from "#lib/frames/schema";

/** Enough of `data` for a line; the whole of it is fetched when a line is opened. */
const MAX_DATA = 4096;

export type LinesQuery = { after?: number; limit: number; isWhole?: boolean };

/** Lines of a job's log after a number. */
export function fetchLines(jobId: number, query: LinesQuery): Promise<WireFrame[]> {
  const search = new URLSearchParams({ after: String(query.after ?? 0), limit: String(query.limit) });
  if (!query.isWhole) search.set("max_data", String(MAX_DATA));
  return ask(jobId, search);
}

/** The lines of these numbers. */
export async function fetchLinesOf(jobId: number, seqs: readonly number[]): Promise<WireFrame[]> {
  if (seqs.length === 0) return [];
  return ask(jobId, new URLSearchParams({ seq: seqs.join(","), max_data: String(MAX_DATA) }));
}

async function ask(jobId: number, search: URLSearchParams): Promise<WireFrame[]> {
  const [response, { readFramesPage }] = await Promise.all([
    fetch(`/api/jobs/${jobId}/frames?${search}`, { headers: { accept: "application/json" } }),
    import("#data/wire"),
  ]);
  if (!response.ok) throw new Error(`The log could not be read (${response.status}).`);
  return readFramesPage(await response.json()).frames;
}
