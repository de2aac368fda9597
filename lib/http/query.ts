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

/** `true` and `1`, `false` and `0`. */
export const queryBoolean = z.preprocess((value) => {
  if (value === "true" || value === "1") return true;
  return value === "false" || value === "0" ? false : value;
}, z.boolean());

/** The id in a path. */
export const IdParams = z.object({ id: z.coerce.number().int().positive() });

const MAX_LIMIT = 1000;

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
  fields: z.string().optional(),
  format: z.literal("json").optional(),
};
