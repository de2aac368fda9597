import { z } from "zod";
import { FrameLevel } from "../frames/schema.ts";
import { queryBoolean, repeated } from "../http/query.ts";

const seq = z.coerce.number().int().min(0);
const MAX_SEQS = 500;

/** `5,6,9` → [5, 6, 9]. */
const seqs = z
  .string()
  .regex(/^\d+(,\d+)*$/, "is no list of numbers like 5,6,9")
  .transform((text) => text.split(",").map(Number))
  .pipe(z.array(z.int().min(1)).max(MAX_SEQS, `names more than ${MAX_SEQS} lines`));

/** What lines must be like, in a query string. */
export const FrameFilterQuery = {
  after: seq.optional(),
  event: repeated(z.string().max(100)),
  stage: repeated(z.string().max(300)),
  level: repeated(FrameLevel),
  object: z.string().min(1).max(300).optional(),
  problems: queryBoolean.optional(),
  q: z.string().max(200).optional(),
};

export const FramesParams = z.strictObject({
  ...FrameFilterQuery,
  before: seq.optional(),
  /** Only the lines of these numbers, separated by commas. */
  seq: seqs.optional(),
  limit: z.coerce.number().int().min(1).max(1000, "is over 1000").default(1000),
  max_data: z.coerce.number().int().min(0).max(10_000_000).optional(),
});
