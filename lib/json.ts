/** Readers of JSON whose shape is not ours. They never throw, and are browser-safe. */
export type JsonRecord = Record<string, unknown>;

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON object, not a list; null when it is something else. */
export const recordOf = (value: unknown): JsonRecord | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null; // safe because it is an object

/** A finite number; 0 when it is something else. */
export const numberOf = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);
