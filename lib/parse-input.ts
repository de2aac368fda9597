import type { z } from "zod";
import { addFieldError, type FieldErrors, invalidFields } from "./errors.ts";

/** What is wrong with an input, and where in it. */
export type InputProblem = { path: readonly PropertyKey[]; message: string };

/** Input → value; throws `invalid` with a message at each field, unknown fields named. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields: FieldErrors = {};
  for (const { path, message } of problemsOf(result.error)) {
    addFieldError(fields, fieldPath(path) || "body", message);
  }
  throw invalidFields(fields);
}

/** One problem for each field; an unknown field is a problem of its own. */
export function problemsOf(error: z.ZodError): InputProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key], message: "is not a field of this object" }))
      : [{ path: issue.path, message: issue.message }],
  );
}

/** `["objects", 2, "name"]` → `objects[2].name`; an item of a list that is the whole input is `2.name`. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (text === "") return String(part);
    return typeof part === "number" ? `${text}[${part}]` : `${text}.${String(part)}`;
  }, "");
}
