import { z } from "zod";

/** Parses what came over the wire. Without code generation, which the content security policy of our pages refuses. */
export function parseWire<T>(schema: z.ZodType<T>, value: unknown): T {
  z.config({ jitless: true });
  return schema.parse(value);
}
