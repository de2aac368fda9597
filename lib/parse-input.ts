import type { z } from "zod";
import { AppError, type FieldErrors } from "./errors.ts";

/** Input → value; throws `invalid` with a message at each field, unknown fields named. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields: FieldErrors = {};
  for (const issue of result.error.issues) {
    const names = issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".") || "body"];
    const message = issue.code === "unrecognized_keys" ? "is not a field of this object" : issue.message;
    for (const name of names) fields[name] = [...(fields[name] ?? []), message];
  }
  const [first] = Object.entries(fields);
  throw new AppError("invalid", `${first?.[0]}: ${first?.[1][0]}`, { fields });
}
