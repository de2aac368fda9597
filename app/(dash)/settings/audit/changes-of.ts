/** Fields that differ between two states, as text; all fields of what was created or deleted. */
export function changesOf(before: unknown, after: unknown): [name: string, before: string, after: string][] {
  const [left, right] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names
    .filter((name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]))
    .map((name) => [name, asText(left[name]), asText(right[name])]);
}

const fieldsOf = (state: unknown): Record<string, unknown> =>
  typeof state === "object" && state !== null && !Array.isArray(state) ? { ...state } : {};

/** A value in words. */
export function asText(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
