import { z } from "zod";
import type { RequestFacts } from "./request-facts.ts";
import { absoluteUrls } from "./route.ts";

export type ListPage = {
  count: number;
  isEstimate?: boolean;
  results: readonly Record<string, unknown>[];
};

export type ListQuery = { limit: number; offset: number; brief?: boolean; fields?: string };

const BRIEF = new Set(["id", "url", "display_url", "name", "status", "enabled", "username"]);

/** The list envelope as the document of the interface shows it. */
export const listOf = (item: z.ZodType) =>
  z.object({ count: z.number(), next: z.string().nullable(), previous: z.string().nullable(), results: z.array(item) });

/** The list envelope with absolute links to the pages beside it. */
export function listResponse(
  page: ListPage,
  query: ListQuery,
  input: { request: Request; facts: RequestFacts },
): Response {
  const { origin } = input.facts;
  const link = (offset: number): string => {
    const url = new URL(input.request.url);
    url.searchParams.set("limit", String(query.limit));
    url.searchParams.set("offset", String(offset));
    return `${origin}${url.pathname}${url.search}`;
  };
  const body = {
    count: page.count,
    next: query.offset + query.limit < page.count ? link(query.offset + query.limit) : null,
    previous: query.offset > 0 ? link(Math.max(0, query.offset - query.limit)) : null,
    results: page.results.map((row) => chooseFields(absoluteUrls(row, origin) as Record<string, unknown>, query)),
  };
  const headers = new Headers({ "cache-control": "no-store" });
  if (page.isEstimate) headers.set("x-count-estimated", "true");
  return Response.json(body, { headers });
}

function chooseFields(row: Record<string, unknown>, query: ListQuery): Record<string, unknown> {
  const wanted = query.fields
    ? new Set(query.fields.split(",").map((name) => name.trim()))
    : query.brief
      ? BRIEF
      : null;
  return wanted ? Object.fromEntries(Object.entries(row).filter(([name]) => wanted.has(name))) : row;
}

/** A short list as a page of itself. */
export function slicePage(rows: readonly Record<string, unknown>[], query: ListQuery): ListPage {
  return { count: rows.length, results: rows.slice(query.offset, query.offset + query.limit) };
}
