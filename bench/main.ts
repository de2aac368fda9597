import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setUpProcess } from "#lib/testing/process";
import { type Bench, type BenchRow, type Figure, type Growth, meetsTarget, ratioOf } from "./figure.ts";
import { exponentOf, rounded } from "./numbers.ts";
import { writeReport } from "./report.ts";
import { benchRows } from "./rows.ts";
import { startBenchServer } from "./server.ts";

const USAGE = "npm run bench -- [--only NAME,NAME] [--quick] [--write] [--minutes N]";

/** A quick run ends by itself, so that it can be left alone. */
const QUICK_MINUTES = 12;

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      minutes: { type: "string" },
    },
  });
  const names = values.only?.split(",");
  const unknown = names?.filter((name) => !benchRows.some((row) => row.name === name)) ?? [];
  if (unknown.length > 0) {
    const known = benchRows.map((row) => row.name).join(", ");
    throw new Error(`--only ${unknown.join(",")} is no row of the bench. Known are: ${known}. ${USAGE}`);
  }
  const minutes = Number(values.minutes ?? (values.quick ? QUICK_MINUTES : Number.POSITIVE_INFINITY));
  if (values.minutes !== undefined && !(minutes > 0 && minutes <= 10_000))
    throw new Error(`--minutes ${values.minutes} is no number above 0 and up to 10000. ${USAGE}`);
  return { ...values, minutes, rows: benchRows.filter((row) => names?.includes(row.name) ?? true) };
}

/** Resolves with whether the row is through; one that is not goes on until this process ends. */
async function endsWithin(leftMs: number, row: BenchRow, bench: Bench): Promise<boolean> {
  const run = row.run(bench).then(() => true);
  if (!Number.isFinite(leftMs)) return run;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), leftMs);
  });
  return Promise.race([run, late]).finally(() => clearTimeout(timer));
}

type Found = { figures: Figure[]; growths: (Growth & { row: string })[] };
type Run = Pick<Bench, "root" | "quick" | "server" | "say" | "fail"> & { found: Found };

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** What a row measures with: its figures are printed and kept in `found`. */
function benchOf(row: BenchRow, { found, say, fail, ...run }: Run): Bench {
  return {
    ...run,
    say: (line) => say(`  ${line}`),
    fail: (what) => fail(`${row.name}: ${what}`),
    figure(given) {
      const { reference } = given;
      const figure: Figure = {
        row: row.name,
        ...given,
        value: rounded(given.value),
        ...(reference ? { reference: { ...reference, value: rounded(reference.value) } } : {}),
      };
      found.figures.push(figure);
      const ratio = ratioOf(figure);
      print({ ...figure, ratio: ratio && rounded(ratio), meets_target: meetsTarget(figure) });
    },
    growth(growth) {
      found.growths.push({ row: row.name, ...growth });
      print({ row: row.name, growth: growth.name, ...growth, exponent: rounded(exponentOf(growth.points)) });
    },
  };
}

/** Prints one JSON line per figure on stdout; what happens, and failures, go to stderr. */
async function main(): Promise<number> {
  const { quick, write, minutes, rows } = readOptions();
  const endMs = performance.now() + minutes * 60_000;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(1));
  setUpProcess();
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const server = await startBenchServer(root);
  const found: Found = { figures: [], growths: [] };
  const order = benchRows.map(({ name }) => name);
  const ran: string[] = [];
  let failures = 0;
  const fail = (what: string) => {
    failures += 1;
    say(`FAILED: ${what}`);
  };
  try {
    for (const row of rows) {
      const startMs = performance.now();
      if (startMs >= endMs) {
        say(`${row.name}: not measured, ${minutes} minutes are over; --minutes N or --only ${row.name} takes it`);
        continue;
      }
      say(`${row.name}: ${row.title}`);
      const bench = benchOf(row, { root, quick, server, say, fail, found });
      const ended = await endsWithin(endMs - startMs, row, bench).catch((error: unknown) => {
        fail(`${row.name}: ${error instanceof Error ? error.stack : String(error)}`);
        return true;
      });
      if (!ended) say(`${row.name}: cut short, ${minutes} minutes are over`);
      say(`${row.name}: took ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
      ran.push(row.name);
      // Each row is written at once: what ends the run early takes no figure away.
      if (write) writeReport(root, found, { order, rows: ran, quick });
    }
  } finally {
    await server.close();
  }
  return failures === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
