import type { FormState } from "./form-state.ts";

/** Where the fields of a form take their values from: what was just refused first, then what is stored. */
export type FormSource = { state: FormState | null; stored: Record<string, unknown> | null };

const asText = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

/** Props of the field components by field name. */
export function bindForm({ state, stored }: FormSource) {
  const value = (name: string, initial: unknown): unknown => {
    const kept = state?.values[name];
    if (kept !== undefined) return Array.isArray(kept) ? kept.at(-1) : kept;
    return stored ? stored[name] : initial;
  };
  const errors = (name: string) => state?.errors[name];
  return {
    text: (name: string, initial: unknown = "") => ({
      name,
      defaultValue: asText(value(name, initial)),
      errors: errors(name),
    }),
    check: (name: string, initial = false) => ({
      name,
      defaultChecked: String(value(name, initial)) === "true",
      errors: errors(name),
    }),
    /** A stored secret is known only by its flag, and a refused one is never sent back. */
    secret: (name: string) => ({ name, stored: stored?.[`has_${name}`] === true, errors: errors(name) }),
  };
}

export type BoundForm = ReturnType<typeof bindForm>;
