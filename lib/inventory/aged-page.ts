import { z } from "zod";
import type { Aged } from "./cached.ts";

const age = { as_of: z.string(), stale: z.boolean(), error: z.string().nullable() };

/** How old an answer is, and why it is not newer. */
export const withAge = (fields: z.ZodRawShape) => z.object({ ...fields, ...age });

/** The same as a schema, for the document of the interface. */
export const agedList = (item: z.ZodType) =>
  withAge({ count: z.number(), next: z.null(), previous: z.null(), results: z.array(item) });

/** A list that was asked of a backend: the envelope of every list, and how old it is. */
export const agedPage = <T>(aged: Aged<unknown>, results: readonly T[]) => ({
  count: results.length,
  next: null,
  previous: null,
  results,
  as_of: aged.as_of,
  stale: aged.stale,
  error: aged.error,
});
