import { z } from "zod";

const FIRST_YEAR = 1970;
const LAST_YEAR = 9998;

/** An ISO 8601 time with its offset, of a year that the database, JavaScript and people mean the same by. */
export const MomentInput = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}, `is not between the years ${FIRST_YEAR} and ${LAST_YEAR}`);
