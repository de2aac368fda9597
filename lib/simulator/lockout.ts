const KEY_LIMIT = 5;
const SOURCE_LIMIT = 50;
const WINDOW_MS = 300_000;

type Bucket = { failures: number; firstAtMs: number };

/**
 * Counts failed authentications. The older release locks the whole source after 5; the newer one locks the wrong key
 * after 5 and the source after 50, and a success gives nothing back.
 */
export class Lockout {
  readonly #perKey: boolean;
  readonly #nowMs: () => number;
  #buckets = new Map<string, Bucket>();

  constructor(perKey: boolean, nowMs: () => number) {
    this.#perKey = perKey;
    this.#nowMs = nowMs;
  }

  isLocked(key: string | null): boolean {
    if (!this.#perKey) return this.#count("source") >= KEY_LIMIT;
    return this.#count("source") >= SOURCE_LIMIT || (key !== null && this.#count(`key:${key}`) >= KEY_LIMIT);
  }

  /** Notes a failure; returns how many attempts remain. */
  fail(key: string | null): number {
    const source = this.#add("source");
    if (!this.#perKey) return KEY_LIMIT - source;
    const left = Math.max(0, SOURCE_LIMIT - source);
    return Math.min(left, key === null ? KEY_LIMIT : KEY_LIMIT - this.#add(`key:${key}`));
  }

  succeed(): void {
    if (!this.#perKey) this.#buckets.clear();
  }

  clear(): void {
    this.#buckets.clear();
  }

  #count(name: string): number {
    const bucket = this.#buckets.get(name);
    if (!bucket || this.#nowMs() - bucket.firstAtMs >= WINDOW_MS) return 0;
    return bucket.failures;
  }

  #add(name: string): number {
    const failures = this.#count(name) + 1;
    const firstAtMs = failures === 1 ? this.#nowMs() : (this.#buckets.get(name)?.firstAtMs ?? this.#nowMs());
    this.#buckets.set(name, { failures, firstAtMs });
    return failures;
  }
}
