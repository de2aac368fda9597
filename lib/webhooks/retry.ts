/** Ten seconds, then four times as long each time: eight tries over about a day and a half. */
const FIRST_S = 10;
export const MAX_ATTEMPTS = 8;

/** When a delivery that failed `attempts` times is tried again; null: never. Pure. */
export function nextTryAt(attempts: number, now: Date): Date | null {
  if (attempts >= MAX_ATTEMPTS) return null;
  return new Date(now.getTime() + FIRST_S * 4 ** (attempts - 1) * 1000);
}
