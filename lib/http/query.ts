import { z } from "zod";

/** `?a=1&b=2&b=3` → `{a: "1", b: ["2", "3"]}`. */
export function queryValues(search: URLSearchParams): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const name of new Set(search.keys())) {
    const all = search.getAll(name);
    values[name] = all.length > 1 ? all : (all[0] ?? "");
  }
  return values;
}

/** A filter that may be repeated; repeated values are OR. */
export const repeated = <T>(item: z.ZodType<T>) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item)).optional();

/** `true` and `1`, `false` and `0`, whatever their case: Python writes `True`. */
export const queryBoolean = z.preprocess((value) => {
  const text = typeof value === "string" ? value.toLowerCase() : value;
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : value;
}, z.boolean("is not true or false"));

/** The largest number that Proxmox and NetBox number their objects with. */
const MAX_FOREIGN_ID = 2_147_483_647;

/** Which fields of an object are wanted. Nothing in it grows when an address is made of it, so that the longest still fits. */
export const fieldNames = z
  .string()
  .max(2000)
  .regex(/^[A-Za-z0-9_, ]*$/, "is no list of names of fields, separated by commas");

/** An id of Proxmox or NetBox as a filter. */
export const foreignId = z.coerce.number().int().positive().max(MAX_FOREIGN_ID);

/** The same in a body of JSON, where a number is a number. */
export const foreignIdInJson = z.number().int().positive().max(MAX_FOREIGN_ID);

/** The id in a path. */
export const IdParams = z.object({ id: z.coerce.number().int().positive() });

export const MAX_LIMIT = 1000;

/** `name` and `-name` for each column a list may be ordered by. */
export const orderingBy = <const C extends readonly string[]>(columns: C, initial: C[number] | `-${C[number]}`) =>
  z.enum(columns.flatMap((column: C[number]) => [column, `-${column}`] as const)).default(initial as never);

export type Order<C extends string> = { column: C; descending: boolean };

export function toOrder<C extends string>(ordering: C | `-${C}`): Order<C> {
  // safe because the enum is made of the columns and their negation
  return { column: ordering.replace(/^-/, "") as C, descending: ordering.startsWith("-") };
}

/** Paging of every list: `limit` 0 means the most there is. */
export const paging = {
  limit: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_LIMIT, `is over ${MAX_LIMIT}`)
    .default(50)
    .transform((limit) => (limit === 0 ? MAX_LIMIT : limit)),
  offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
  brief: queryBoolean.optional(),
  fields: fieldNames.optional(),
  format: z.literal("json").optional(),
};
