type Schema = Record<string, unknown>;

const MOST = Number.MAX_SAFE_INTEGER;

/** A schema as a person reads it: `list of (ok or failed)`, `integer, 1 to 1000`. Pure. */
export function typeInWords(schema: Schema): string {
  if (typeof schema.$ref === "string") return schema.$ref.split("/").at(-1) ?? "object";
  const choice = schema.anyOf ?? schema.oneOf;
  // safe because these keywords hold schemas
  if (Array.isArray(choice)) return [...new Set(choice.map((one) => typeInWords(one as Schema)))].join(" or ");
  if (schema.const !== undefined) return String(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.join(" or ");
  if (schema.type === "array") return listInWords(schema.items as Schema | undefined); // safe as above
  if (Array.isArray(schema.type)) return schema.type.join(" or ");
  if (typeof schema.type !== "string") return "anything";
  return [schema.type === "string" ? "text" : schema.type, formatOf(schema), rangeOf(schema)]
    .filter(Boolean)
    .join(", ");
}

function listInWords(items: Schema | undefined): string {
  const words = typeInWords(items ?? {});
  return words.includes(" or ") ? `list of (${words})` : `list of ${words}`;
}

const formatOf = ({ format }: Schema): string =>
  format === "date-time" ? "time as in ISO 8601" : String(format ?? "");

/** What limits a number, when somebody chose it. */
function rangeOf(schema: Schema): string {
  const { exclusiveMinimum: above } = schema;
  const low = numberOr(schema.minimum, typeof above === "number" ? above + 1 : undefined);
  const high = numberOr(schema.maximum, undefined);
  const from = low !== undefined && low > -MOST ? low : undefined;
  const to = high !== undefined && high < MOST ? high : undefined;
  if (from !== undefined && to !== undefined) return `${from} to ${to}`;
  if (from !== undefined) return `at least ${from}`;
  return to === undefined ? "" : `at most ${to}`;
}

const numberOr = (value: unknown, other: number | undefined): number | undefined =>
  typeof value === "number" ? value : other;
