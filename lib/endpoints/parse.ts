import type { z } from "zod";
import { parseInput } from "../parse-input.ts";
import { type EndpointInput, type EndpointKind, inputSchemas } from "./schema.ts";

/** Body → input of its kind; throws `invalid` with the message at each field. */
export function parseEndpointInput<K extends EndpointKind>(kind: K, body: unknown): EndpointInput[K] {
  return parseInput(inputSchemas[kind] as unknown as z.ZodType<EndpointInput[K]>, body); // safe: both share K
}
