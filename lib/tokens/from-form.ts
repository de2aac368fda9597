/** What a native form sends of a token, as the API takes it: text becomes lists and booleans, empty means none. */
export function tokenFromForm(values: unknown): unknown {
  if (typeof values !== "object" || values === null) return values;
  const { write_enabled, expires_at, allowed_addresses, ...others } = values as Record<string, unknown>; // safe because it is an object
  const last = Array.isArray(write_enabled) ? write_enabled.at(-1) : write_enabled;
  return {
    ...others,
    ...(last === undefined ? {} : { write_enabled: last === "true" || last === "1" }),
    ...named("expires_at", expires_at, endOf),
    ...named("allowed_addresses", allowed_addresses, (text) => text.split(/[\s,]+/).filter(Boolean)),
  };
}

/** A field that is there and empty means none; one that is not there says nothing. */
function named(name: string, value: unknown, read: (text: string) => unknown): Record<string, unknown> {
  if (value === undefined) return {};
  return { [name]: isText(value) ? read(value) : null };
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

/** The field of a browser is a day or a minute in UTC; what it is not stays as it is and is refused by name. */
function endOf(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T23:59:59Z`;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00Z` : text;
}
