/**
 * Makes the wall clock of this process differ from the machine's by what `set` was last told. The monotonic clock goes
 * on as it does. Before anything reads the time.
 */
export function skewClock(): { set: (offsetMs: number) => void } {
  const RealDate = Date;
  let offsetMs = 0;
  class SkewedDate extends RealDate {
    constructor(...given: [] | [string | number | Date]) {
      if (given.length === 0) super(SkewedDate.now());
      // safe because Date takes every argument list that callers of Date may give
      else super(...(given as [string]));
    }
    static override now(): number {
      return RealDate.now() + offsetMs;
    }
  }
  globalThis.Date = SkewedDate as DateConstructor; // safe because only `new Date` and Date.now are used, never Date()
  return {
    set: (now) => {
      offsetMs = now;
    },
  };
}
