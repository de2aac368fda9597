/** Keys of one part of a page, and what they do. */
export type KeyGroup = { title: string; keys: [key: string, words: string][] };

const groups = new Map<symbol, KeyGroup>();

/** Adds keys to the map that `?` opens; returns how to take them back. */
export function offerKeys(title: string, keys: KeyGroup["keys"]): () => void {
  const id = Symbol(title);
  groups.set(id, { title, keys });
  return () => groups.delete(id);
}

/** The keys that work on the page as it is now. */
export const offeredKeys = (): KeyGroup[] => [...groups.values()];

const WRITTEN_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/** Does somebody write there? Then letters are letters. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest(WRITTEN_IN) !== null;
