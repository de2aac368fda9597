import { describe, expect, it } from "vitest";
import { forEachAtOnce } from "./parallel.ts";

describe("work for many items", () => {
  it("is done once for each, and never for more at a time than allowed", async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await forEachAtOnce([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      done.push(item);
    });
    expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it("goes on to the end when one of them fails, and fails with it", async () => {
    const done: number[] = [];
    const work = forEachAtOnce([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error("the first one");
      done.push(item);
    });
    await expect(work).rejects.toThrow("the first one");
    expect(done).toContain(2);
  });
});
