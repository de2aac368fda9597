import { z } from "zod";
import { isAppError } from "../errors.ts";
import { forEachAtOnce } from "../parallel.ts";
import { type NetboxQuery, netboxRequest } from "./request.ts";
import type { NetboxTarget } from "./target.ts";

export type Listing<T> = {
  /** Below the root, with its last slash: `/api/dcim/devices/`. */
  path: string;
  query?: NetboxQuery;
  schema: z.ZodType<T>;
  signal?: AbortSignal;
};

/** Rows of one answer, as many as NetBox gives unless its own settings say less. */
const PAGE = 1000;
/** Pages asked for at once: NetBox has few workers, and others need them, too. */
const CONCURRENCY = 4;
const MAX_ROWS = 50_000;
/** A page of a busy NetBox takes its time. */
const TIMEOUT_MS = 30_000;

/** All rows of a list, in its order; `next` is not followed, because it may name another host. */
export async function listNetboxRows<T>(target: NetboxTarget, listing: Listing<T>): Promise<T[]> {
  const { path, query, schema, signal } = listing;
  const Page = z.looseObject({ count: z.number().int(), results: z.array(schema) });
  const page = (offset: number) =>
    netboxRequest(target, {
      path,
      query: { ...query, limit: PAGE, offset },
      schema: Page,
      timeoutMs: TIMEOUT_MS,
      signal,
    });
  const first = await page(0);
  // NetBox may answer fewer rows than asked for: its own limit counts.
  const size = Math.max(1, first.results.length);
  const offsets = Array.from(
    { length: Math.max(0, Math.ceil(Math.min(first.count, MAX_ROWS) / size) - 1) },
    (_, index) => (index + 1) * size,
  );
  const pages: T[][] = [first.results];
  await forEachAtOnce(offsets, CONCURRENCY, async (offset) => {
    pages[offset / size] = (await page(offset)).results;
  });
  return pages.flat();
}

/** The same, or null where NetBox has no such list or does not show it to this token. */
export async function listShownRows<T>(target: NetboxTarget, listing: Listing<T>): Promise<T[] | null> {
  try {
    return await listNetboxRows(target, listing);
  } catch (error) {
    if (isAppError(error) && (error.details.status === 404 || error.details.status === 403)) return null;
    throw error;
  }
}
