export const WINDOWS = [7, 14, 30] as const;
const DEFAULT_DAYS = 14;

/** The time span that the address asks for; anything else is the usual one. */
export function readDays(text: string | string[] | undefined): number {
  return WINDOWS.find((days) => String(days) === text) ?? DEFAULT_DAYS;
}

export const daysHref = (days: number): string => (days === DEFAULT_DAYS ? "/dashboard" : `/dashboard?days=${days}`);
