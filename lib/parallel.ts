/** Does the work for each item, at most so many at a time, in their order; rejects with the first failure. */
export async function forEachAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  // One iterator for all of them: each takes the next item that is left.
  const takeTurns = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
}
