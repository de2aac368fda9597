import { cache } from "react";

/** One box per request of a page; outside of one, and in a browser, a new box each time. */
const box = cache(() => ({ timeZone: "UTC" }));

/** Set once the reader of a page is known. */
export function setRequestZone(timeZone: string): void {
  box().timeZone = timeZone;
}

/** The zone in which the page being rendered tells times. Client components are told theirs by `useZone`. */
export const requestZone = (): string => box().timeZone;
