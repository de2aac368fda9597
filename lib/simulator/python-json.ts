/** A number that Python would hold as a float: `50` is written `50.0`. */
export class PyFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export const float = (value: number): PyFloat => new PyFloat(value);

/**
 * JSON as Python's `json.dumps` writes it by default: `", "` and `": "` between things, everything beyond ASCII
 * escaped, floats with a point. `undefined` keys are left out.
 */
export function pyJson(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof PyFloat) return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
  if (typeof value === "string") return ascii(JSON.stringify(value));
  if (typeof value === "number" || typeof value === "boolean") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(pyJson).join(", ")}]`;
  const fields = Object.entries(value as Record<string, unknown>).filter(([, field]) => field !== undefined);
  return `{${fields.map(([key, field]) => `${ascii(JSON.stringify(key))}: ${pyJson(field)}`).join(", ")}}`;
}

/** Plain JSON of the same value, as FastAPI writes its replies. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => (field instanceof PyFloat ? field.value : field)) ?? "null";
}

function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
