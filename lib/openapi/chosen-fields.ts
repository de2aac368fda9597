import type { Components, JsonSchema } from "./json-schema.ts";

const REFERENCE = "#/components/schemas/";

/**
 * The answer of a read whose `fields` or `brief` were given: an object as it is, or with some of its fields. A list keeps
 * its envelope, its objects are chosen from.
 */
export function chosenFields(schema: JsonSchema, components: Components): JsonSchema {
  const own = resolved(schema, components);
  const properties = (own.properties ?? {}) as Record<string, JsonSchema>; // safe because zod writes it so
  const results = properties.results;
  if (results?.type !== "array") return { anyOf: [schema, withoutRequired(schema, components)] };
  const items = chosenFields(results.items as JsonSchema, components); // safe because it is an array of objects
  return { ...own, properties: { ...properties, results: { ...results, items } } };
}

/** The same schema, and nothing must be there; a named one has a name of its own. */
function withoutRequired(schema: JsonSchema, components: Components): JsonSchema {
  const name = nameOf(schema);
  if (name) {
    const partial = `Some${name}`;
    components[partial] ??= withoutRequired(resolved(schema, components), components);
    return { $ref: `${REFERENCE}${partial}` };
  }
  const kinds = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined; // safe because JSON schema says so
  // What tells the kinds apart may be missing: then several fit.
  if (kinds) return { anyOf: kinds.map((kind) => withoutRequired(kind, components)) };
  const { required: _, ...rest } = schema;
  return rest;
}

const nameOf = (schema: JsonSchema): string | null =>
  typeof schema.$ref === "string" ? schema.$ref.slice(REFERENCE.length) : null;

function resolved(schema: JsonSchema, components: Components): JsonSchema {
  const name = nameOf(schema);
  return name ? resolved(components[name] ?? {}, components) : schema;
}
