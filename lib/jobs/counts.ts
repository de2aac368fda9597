export type Counts = {
  created: number;
  updated: number;
  deleted: number;
  skipped: number;
  unchanged: number;
  failed: number;
  warnings: number;
};

export const noCounts: Counts = {
  created: 0,
  updated: 0,
  deleted: 0,
  skipped: 0,
  unchanged: 0,
  failed: 0,
  warnings: 0,
};

/** How many objects a stage has dealt with. */
export const objectCount = ({ warnings: _, ...counts }: Counts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
