import { z } from "zod";
import type { Ctx } from "#lib/ctx";
import { FrameLevel, type WireFrame } from "#lib/frames/schema";
import { readJobFrames } from "#lib/jobs/frames";
import type { SearchParams } from "../search-params.ts";
import { jobTabs } from "./job-tabs.ts";

const seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);
const word = z.string().max(300).default("").catch("");

/** What the address of a job page says; what cannot be read is left out. */
const LogSearch = z.object({
  tab: z.enum(jobTabs).default("log").catch("log"),
  after: seq,
  line: seq,
  q: z.string().trim().max(200).default("").catch(""),
  stage: word,
  level: z
    .union([FrameLevel, z.literal("")])
    .default("")
    .catch(""),
  event: word,
  object: word,
  problems: z.literal("true").optional().catch(undefined),
});
export type LogSearch = z.infer<typeof LogSearch>;

export const readLogSearch = (params: SearchParams): LogSearch => LogSearch.parse(params);

/** Enough to fill a screen at the first paint, and a page without JavaScript. */
export const LOG_PAGE = 150;
const MAX_DATA = 1000;

export type FirstLines = { lines: WireFrame[]; line: WireFrame | null; lastSeq: number };

const filterNames = ["q", "stage", "level", "event", "object", "problems"] as const;
const one = <T>(value: T): T[] | undefined => (value ? [value] : undefined);

/** The lines of the first paint: the newest, or those after a number, filtered as the address says. */
export async function readFirstLines(ctx: Ctx, jobId: number, lastSeq: number, search: LogSearch): Promise<FirstLines> {
  const isFiltered = filterNames.some((name) => search[name]);
  const from = search.after !== undefined || isFiltered ? { after: search.after ?? 0 } : { before: lastSeq + 1 };
  const [page, chosen] = await Promise.all([
    readJobFrames(ctx, jobId, {
      ...from,
      limit: LOG_PAGE,
      max_data: MAX_DATA,
      q: search.q || undefined,
      stage: one(search.stage),
      level: one(search.level || undefined) as FrameLevel[] | undefined,
      event: one(search.event),
      object: search.object || undefined,
      problems: search.problems === "true",
    }),
    search.line ? readJobFrames(ctx, jobId, { after: search.line - 1, limit: 1 }) : null,
  ]);
  return { lines: page.frames, line: chosen?.frames[0] ?? null, lastSeq: page.last_seq };
}

/** The same page of the log from another line on, for readers without JavaScript. */
export function logHref(jobId: number, search: LogSearch, after: number | null): string {
  const query = new URLSearchParams();
  if (after !== null) query.set("after", String(Math.max(0, after)));
  for (const name of filterNames) if (search[name]) query.set(name, search[name]);
  const text = query.toString();
  return `/jobs/${jobId}${text ? `?${text}` : ""}`;
}
