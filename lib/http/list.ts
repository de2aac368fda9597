import { z } from "zod";
import { absoluteUrls, chooseFields } from "./answer.ts";
import { PATH_HEADER } from "./page-headers.ts";
import type { RequestFacts } from "./request-facts.ts";

export type ListPage = {
  count: number;
  isEstimate?: boolean;
  results: readonly Record<string, unknown>[];
};

export type ListQuery = { limit: number; offset: number; brief?: boolean; fields?: string };

/** The list envelope as the document of the interface shows it. */
export const listOf = (item: z.ZodType) =>
  z.object({
    count: z.int().min(0),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    results: z.array(item),
  });

/** The list envelope with absolute links to the pages beside it. Behind an estimate, a full page has a next one. */
export function listResponse(
  page: ListPage,
  query: ListQuery,
  input: { request: Request; facts: RequestFacts },
): Response {
  const { origin } = input.facts;
  const link = (offset: number): string => {
    const url = new URL(addressOf(input.request), origin);
    url.searchParams.set("limit", String(query.limit));
    url.searchParams.set("offset", String(offset));
    return `${origin}${url.pathname}${url.search}`;
  };
  const end = query.offset + query.limit;
  const hasNext = page.isEstimate ? page.results.length === query.limit : end < page.count;
  const body = {
    count: page.count,
    next: hasNext ? link(end) : null,
    previous: query.offset > 0 ? link(Math.max(0, query.offset - query.limit)) : null,
    results: page.results.map((row) => chooseFields(absoluteUrls(row, origin) as Record<string, unknown>, query)),
  };
  const headers = new Headers({ "cache-control": "no-store" });
  if (page.isEstimate) headers.set("x-count-estimated", "true");
  return Response.json(body, { headers });
}

/** The address that was asked, before it was rewritten to the route that answers. */
const addressOf = (request: Request): string => {
  const { pathname, search } = new URL(request.url);
  return request.headers.get(PATH_HEADER) ?? pathname + search;
};

/** A short list as a page of itself. */
export function slicePage(rows: readonly Record<string, unknown>[], query: ListQuery): ListPage {
  return { count: rows.length, results: rows.slice(query.offset, query.offset + query.limit) };
}
