import { ilike, type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** `%` and `_` of a search text are letters like any other. */
export const likeText = (text: string): string => text.replaceAll(/[\\%_]/g, "\\$&");

/** The pattern of whatever holds the text. */
export const likePattern = (text: string): string => `%${likeText(text)}%`;

/**
 * Does a column hold the text, capitals or not? Case is folded by the rules of ASCII where the text is of ASCII: by
 * those of a language it takes several times as long, which a search through many rows shows.
 */
export const holdsText = (column: SQLWrapper, text: string): SQL =>
  isAscii(text) ? sql`${column} collate "C" ilike ${likePattern(text)}` : ilike(sql`${column}`, likePattern(text));

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** PostgreSQL cannot hold a NUL character in text; the visible symbol for it stands in. */
export const storable = (text: string): string => (text.includes("\0") ? text.replaceAll("\0", "\u2400") : text);
