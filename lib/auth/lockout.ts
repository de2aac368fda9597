import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "../errors.ts";
import { accountKey } from "./device.ts";

/** Wrong passwords before an account, or a browser of it, has to wait. */
const ACCOUNT_TRIES = 5;
/** Wrong sign-ins from one address, of whatever account. */
const ADDRESS_TRIES = 50;
const WINDOW_S = 300;
/** Each further lockout of a day is twice as long as the one before, up to this. */
const LONGEST_S = 3600;
const DAY_S = 24 * 3600;

export type Attempt = {
  username: string;
  address: string;
  /** The browser, when it signed in as this user before: it counts for itself, so that guesses from elsewhere do not lock it out. */
  device: string | null;
};

export type Lockout = {
  /** Counts this try; throws `rate_limited` with `retryAfterMs` when there were too many. Call before verifying. */
  count: (attempt: Attempt) => Promise<void>;
  /** A right password forgives the wrong ones before it. */
  forgive: (attempt: Attempt) => Promise<void>;
};

/** Counters in the database, so that every web process counts together; each try is one upsert. */
export function openLockout(pool: pg.Pool): Lockout {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: "rate_limits",
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration,
    });
  const account = limiter("sign-in-account", ACCOUNT_TRIES, WINDOW_S);
  const place = limiter("sign-in-address", ADDRESS_TRIES, WINDOW_S);
  const strikes = limiter("sign-in-strikes", Number.MAX_SAFE_INTEGER, DAY_S);

  return {
    async count(attempt) {
      if (attempt.device === null) await consume(place, attempt.address);
      await consume(account, subjectOf(attempt), async (key) => {
        const { consumedPoints } = await strikes.consume(key);
        const lockS = Math.min(LONGEST_S, WINDOW_S * 2 ** (consumedPoints - 1));
        await account.block(key, lockS);
        return lockS * 1000;
      });
    },
    async forgive(attempt) {
      await account.delete(subjectOf(attempt));
      await strikes.delete(subjectOf(attempt));
      if (attempt.device === null) await place.reward(attempt.address);
    },
  };
}

const subjectOf = ({ username, device }: Attempt): string =>
  device === null ? accountKey(username) : `device:${device}`;

async function consume(
  limiter: RateLimiterPostgres,
  key: string,
  onFirstRefusal?: (key: string) => Promise<number>,
): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const isFirst = refusal.consumedPoints === limiter.points + 1;
    const waitMs = isFirst && onFirstRefusal ? await onFirstRefusal(key) : refusal.msBeforeNext;
    const retryAfterMs = Math.max(1000, waitMs);
    throw new AppError("rate_limited", `Too many sign-ins. Try again in ${Math.ceil(retryAfterMs / 1000)} s.`, {
      details: { retryAfterMs },
    });
  }
}
