import { z } from "zod";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { ObjectQuery } from "./answer.ts";
import { isOldAddress } from "./old-addresses.ts";
import { PATH_HEADER } from "./page-headers.ts";
import { MAX_LIMIT, queryValues } from "./query.ts";
import { isSafe } from "./request-facts.ts";

const NoQuery = z.strictObject({ format: z.literal("json").optional() });

/** What a route without a query of its own takes: a read the choice of fields of every object, a mutation nothing. */
const defaultQuery = (method: string): z.ZodType => (isSafe(method) ? ObjectQuery : NoQuery);

/** The query of a request; throws `invalid` naming what the route does not know. */
export function readQuery<Q>(schema: z.ZodType<Q> | undefined, request: Request): Q {
  const values = queryValues(new URL(request.url).searchParams);
  assertText(values);
  // NetBox clients ask for as many as there are and expect the most there may be; elsewhere that is refused.
  const asked = request.headers.get(PATH_HEADER)?.split("?")[0] ?? "";
  if (isOldAddress(asked) && Number(values.limit) > MAX_LIMIT) values.limit = String(MAX_LIMIT);
  // safe because without a schema of its own nobody reads Q
  return parseInput((schema ?? defaultQuery(request.method)) as z.ZodType<Q>, values);
}

/** PostgreSQL keeps no text with a zero byte: said here, it is a sentence instead of a failure. */
export function assertText(value: unknown, path = ""): void {
  if (typeof value === "string" && value.includes("\0"))
    throw invalidField(path.replaceAll("\0", "") || "body", "holds a zero byte, which is no text");
  if (typeof value !== "object" || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    assertText(name, path);
    assertText(item, path ? `${path}.${name}` : name);
  }
}
