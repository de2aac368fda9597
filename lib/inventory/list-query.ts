import { z } from "zod";
import { paging, queryBoolean, repeated } from "../http/query.ts";

const id = z.coerce.number().int().positive();

/** Counting stops here; beyond, the count is an estimate. */
export const EXACT_COUNT = 10_000;

/** Filters that every inventory list has. */
export const inventoryFilters = {
  ...paging,
  q: z.string().max(200).optional(),
  id: repeated(id),
  name: repeated(z.string()),
  proxmox_endpoint_id: repeated(id),
  missing: queryBoolean.optional(),
};

/** `name` and `-name` for each column a list may be ordered by. */
export const orderingBy = <const C extends readonly string[]>(columns: C, initial: C[number]) =>
  z.enum(columns.flatMap((column: C[number]) => [column, `-${column}`] as const)).default(initial as never);

export type Order<C extends string> = { column: C; descending: boolean };

export function toOrder<C extends string>(ordering: C | `-${C}`): Order<C> {
  // safe because the enum is made of the columns and their negation
  return { column: ordering.replace(/^-/, "") as C, descending: ordering.startsWith("-") };
}

/** `%` and `_` of a search text are letters like any other. */
export const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** Where an object of the inventory is found by programs and by people. */
export const inventoryUrls = (noun: "clusters" | "nodes" | "storage" | "vms", rowId: number) => ({
  url: `/api/plugins/proxbox/${noun}/${rowId}`,
  display_url: `/${noun}/${rowId}`,
});

export type InventoryPage<T> = { count: number; isEstimate: boolean; results: T[] };
