/** A number with its noun, for people: `1 VM`, `3 VMs`; `many` where the plural is not `one` with an s. */
export const formatCount = (amount: number, one: string, many = `${one}s`): string =>
  `${amount} ${amount === 1 ? one : many}`;
