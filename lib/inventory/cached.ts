import type { Db } from "#db/client";
import { isAppError } from "../errors.ts";
import { oneFlight } from "../one-flight.ts";
import { redactText } from "../redact.ts";
import { findEntry, saveEntry } from "./cache-store.ts";

/** An answer of a backend with its age. `error` says why it is not newer. */
export type Aged<T> = { value: T; as_of: string; stale: boolean; error: string | null };

/** Many open tabs ask the backend once in this time. */
const FRESH_MS = 20_000;

/**
 * The answer of a costly question: the stored one while it is fresh, otherwise a new one; the last known one when the
 * backend does not answer. Throws only when there is none at all.
 */
export async function cached<T>(
  db: Db,
  key: string,
  read: () => Promise<T>,
  now: () => Date = () => new Date(),
): Promise<Aged<T>> {
  const known = await findEntry(db, key);
  const value = known?.value as T; // safe because a key is only ever stored by the same reader
  const asOf = known?.asOf.toISOString() ?? "";
  if (known && now().getTime() - known.asOf.getTime() < FRESH_MS)
    return { value, as_of: asOf, stale: false, error: null };
  try {
    const fresh = await oneFlight(`inventory ${key}`, async () => {
      const entry = { value: await read(), asOf: now() };
      await saveEntry(db, key, entry);
      return entry;
    });
    return { value: fresh.value, as_of: fresh.asOf.toISOString(), stale: false, error: null };
  } catch (error) {
    if (!known || !isAppError(error)) throw error;
    return { value, as_of: asOf, stale: true, error: redactText(error.message) };
  }
}
