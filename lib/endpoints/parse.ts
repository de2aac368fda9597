import { AppError, type FieldErrors } from "../errors.ts";
import { type EndpointInput, type EndpointKind, inputSchemas } from "./schema.ts";

/** Body → input of its kind; throws `invalid` with the message at each field. */
export function parseEndpointInput<K extends EndpointKind>(kind: K, body: unknown): EndpointInput[K] {
  const result = inputSchemas[kind].safeParse(body);
  if (result.success) return result.data as EndpointInput[K]; // safe because schema and input share their kind
  const fields: FieldErrors = {};
  for (const issue of result.error.issues) {
    const names = issue.code === "unrecognized_keys" ? issue.keys : [String(issue.path[0] ?? "body")];
    const message = issue.code === "unrecognized_keys" ? "is not a field of this object" : issue.message;
    for (const name of names) fields[name] = [...(fields[name] ?? []), message];
  }
  const [first] = Object.entries(fields);
  throw new AppError("invalid", `${first?.[0]}: ${first?.[1][0]}`, { fields });
}
