import { parseArgs } from "node:util";
import { type FaultKind, isFaultKind } from "./plan.ts";

export type Options = {
  seed: number;
  runs: number;
  scale: number;
  /** The only kinds of fault that happen; null for all. */
  faults: FaultKind[] | null;
  /** No round begins later than this; the rest is left out, and said to be. */
  minutes: number;
  bare: boolean;
  verbose: boolean;
};

/** Runs that share a round, each on an endpoint of its own, and its faults. */
export const RUNS_PER_ROUND = 20;

/** Without `--seed` a fresh one. Throws the usage when a value is none. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      runs: { type: "string", default: String(RUNS_PER_ROUND) },
      scale: { type: "string", default: "0.1" },
      faults: { type: "string" },
      minutes: { type: "string", default: "Infinity" },
      bare: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
    },
  });
  const [seed, runs, scale, minutes] = [values.seed, values.runs, values.scale, values.minutes].map(Number);
  const faults = values.faults?.split(",") ?? null;
  const options = { ...values, seed, runs, scale, minutes, faults } as Options; // safe because each is judged here
  const strange = faults?.find((name) => !isFaultKind(name));
  if (strange !== undefined)
    throw new Error(`--faults ${strange}: there is no such fault; docs/reliability.md lists them.`);
  if (!(options.seed >= 0 && options.runs >= 1 && options.scale > 0 && options.minutes > 0)) {
    throw new Error(
      "Usage: npm run chaos -- [--seed N] [--runs N] [--scale S] [--faults KIND,…] [--minutes M] [--bare] [--verbose]",
    );
  }
  return options;
}
