import { isAppError } from "#lib/errors";

/** What a verb finds, or null when there is no such row: pages say so themselves. */
export async function foundOrNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}
