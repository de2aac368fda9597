import { z } from "zod";

export type JsonSchema = Record<string, unknown>;

/** Schemas with a name of their own, shared by the whole document. */
export type Components = Record<string, JsonSchema>;

/** A zod schema as JSON schema of OpenAPI 3.1; its named parts go to `components`. */
export function toSchema(schema: z.ZodType, io: "input" | "output", components: Components): JsonSchema {
  const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] ??= moved(definition) as JsonSchema;
  return named(moved(own) as JsonSchema, components);
}

/** A schema that is itself named becomes a reference. */
function named(schema: JsonSchema, components: Components): JsonSchema {
  const { id, ...rest } = schema;
  if (typeof id !== "string") return schema;
  components[id] ??= rest;
  return { $ref: `#/components/schemas/${id}` };
}

/** References inside one schema, as references inside the document. */
function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      name === "$ref" && typeof item === "string" ? item.replace("#/$defs/", "#/components/schemas/") : moved(item),
    ]),
  );
}

/** The fields of an object schema as parameters of a path or a query. */
export function toParameters(
  schema: z.ZodType | undefined,
  place: "path" | "query",
  components: Components,
): JsonSchema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSchema(schema, "input", components) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}
