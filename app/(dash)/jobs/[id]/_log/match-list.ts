const FIRST_ROOM = 1024;

/** Ascending line numbers, four bytes each: a million of them are small. */
export class MatchList {
  #numbers = new Uint32Array(FIRST_ROOM);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  at(index: number): number | undefined {
    return index >= 0 && index < this.#count ? this.#numbers[index] : undefined;
  }

  /** Numbers that are not above the last one are left out. */
  push(numbers: readonly number[]): void {
    for (const number of numbers) {
      if (this.#count > 0 && number <= (this.#numbers[this.#count - 1] ?? 0)) continue;
      if (this.#count === this.#numbers.length) {
        const larger = new Uint32Array(this.#count * 2);
        larger.set(this.#numbers);
        this.#numbers = larger;
      }
      this.#numbers[this.#count] = number;
      this.#count += 1;
    }
  }

  slice(from: number, to: number): number[] {
    return [...this.#numbers.subarray(from, Math.min(to, this.#count))];
  }

  /** The place of a number, or of the next one above it; `count` when there is none. */
  indexOf(number: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
