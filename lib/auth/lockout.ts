import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "../errors.ts";

/** Wrong passwords before an account has to wait. */
const ACCOUNT_TRIES = 5;
/** Sign-ins from one address, of whatever account. */
const ADDRESS_TRIES = 50;
const WINDOW_S = 300;

export type Lockout = {
  /** Counts this try; throws `rate_limited` with `retryAfterMs` when there were too many. Call before verifying. */
  count: (username: string, address: string) => Promise<void>;
  /** A right password forgives the account's wrong ones. */
  forgive: (username: string) => Promise<void>;
};

/** Counters in the database, so that every web process counts together; each try is one upsert. */
export function openLockout(pool: pg.Pool): Lockout {
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: "rate_limits",
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration: WINDOW_S,
    });
  const account = limiter("sign-in-account", ACCOUNT_TRIES);
  const place = limiter("sign-in-address", ADDRESS_TRIES);
  return {
    async count(username, address) {
      await consume(place, address);
      await consume(account, username.normalize("NFKC").toLowerCase().slice(0, 150));
    },
    async forgive(username) {
      await account.delete(username.normalize("NFKC").toLowerCase().slice(0, 150));
    },
  };
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfterMs = Math.max(1000, refusal.msBeforeNext);
    throw new AppError("rate_limited", `Too many sign-ins. Try again in ${Math.ceil(retryAfterMs / 1000)} s.`, {
      details: { retryAfterMs },
    });
  }
}
