import type { z } from "zod";

/**
 * A change without what nobody can change: NetBox clients send an object back as they got it. Names that are answered
 * and not accepted are left out; unknown names stay, to be refused.
 */
export function writable<T>(values: T, accepted: z.ZodObject, answered: z.ZodObject): T {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return values;
  const kept = Object.entries(values).filter(([name]) => name in accepted.shape || !(name in answered.shape));
  return Object.fromEntries(kept) as T; // safe because it only lost names
}
