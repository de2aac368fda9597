/** What a native form sends as text: numbers, booleans and "empty means none" of the settings. */
export function settingsFromForm(values: unknown): unknown {
  if (typeof values !== "object" || values === null) return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typed(value)]));
}

function typed(value: unknown): unknown {
  const last = Array.isArray(value) ? value.at(-1) : value;
  if (typeof last === "object" && last !== null) return settingsFromForm(last);
  if (last === "true") return true;
  if (last === "false") return false;
  if (last === "") return null;
  return typeof last === "string" && /^\d+$/.test(last) ? Number(last) : last;
}
