import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { growthChart, targetChart } from "./chart.ts";
import { type Figure, type Growth, meetsTarget, ratioOf } from "./figure.ts";
import { exponentOf, rounded } from "./numbers.ts";

export type Results = {
  machine: string;
  figures: (Figure & Measured)[];
  growths: (Growth & { row: string } & Measured)[];
};

/** When a row was measured, and at which sizes: rows of one page may be of several runs. */
type Measured = { on?: string; quick?: boolean };

/** Names of everything that ran, in the order of the bench. */
type Ran = { order: readonly string[]; rows: readonly string[]; quick: boolean };

/**
 * Puts what was measured into `docs/performance`: data, charts, and the tables of `docs/performance.md` between its
 * marks. Rows that did not run keep what an earlier run found.
 */
export function writeReport(root: string, given: Omit<Results, "machine">, ran: Ran): void {
  const measured = { on: new Date().toISOString().slice(0, 10), quick: ran.quick };
  const found = {
    figures: given.figures.map((figure) => ({ ...figure, ...measured })),
    growths: given.growths.map((growth) => ({ ...growth, ...measured })),
  };
  const folder = join(root, "docs/performance");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "figures.json");
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Results) : null;
  const merge = <T extends { row: string }>(before: readonly T[], now: readonly T[]): T[] =>
    [...before.filter(({ row }) => !ran.rows.includes(row)), ...now].sort(
      (a, b) => ran.order.indexOf(a.row) - ran.order.indexOf(b.row),
    );
  const results: Results = {
    machine: machineWords(),
    figures: merge(known?.figures ?? [], found.figures),
    growths: merge(known?.growths ?? [], found.growths),
  };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(folder, "targets.svg"), targetChart(results.figures));
  writeFileSync(join(folder, "growth.svg"), growthChart(results.growths));
  const page = join(root, "docs/performance.md");
  const text = readFileSync(page, "utf8");
  writeFileSync(page, between(between(text, "figures", figureTable(results)), "growth", growthTable(results.growths)));
}

const machineWords = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.versions.node}, PostgreSQL 18`;

function between(text: string, mark: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${mark} -->)[\\s\\S]*?(<!-- /${mark} -->)`);
  if (!pattern.test(text)) throw new Error(`docs/performance.md has lost its mark <!-- ${mark} -->`);
  return text.replace(pattern, (_, start: string, end: string) => `${start}\n${content}\n${end}`);
}

function figureTable({ machine, figures }: Results): string {
  const lines = figures.map((figure) => {
    const ratio = ratioOf(figure);
    const verdict = meetsTarget(figure);
    const reference = figure.reference
      ? `${figure.reference.name}: ${words(figure.reference.value)} (× ${words(ratio ?? 0)})`
      : "";
    const mark = verdict === undefined ? "" : verdict ? "met" : "**missed**";
    return `| ${figure.row} | ${figure.name} | ${words(figure.value)} ${figure.unit} | ${targetWords(figure)} | ${mark} | ${reference} | ${figure.predecessor ?? ""} |`;
  });
  const head = "| # | What | Measured | Target | | Reference of the same run | Predecessor |\n|--|--|--:|--:|--|--|--|";
  const runs = [...new Set(figures.map(({ on, quick }) => `${on}${quick ? " (`--quick`)" : ""}`))].join(", ");
  const chart = "![Share of each target that is used](performance/targets.svg)";
  return `\n${machine}. Measured on ${runs}.\n\n${head}\n${lines.join("\n")}\n\n${chart}\n`;
}

function targetWords({ target, unit }: Figure): string {
  if (!target) return "";
  return `${target.at === "most" ? "≤" : "≥"} ${words(target.value)} ${target.of === "ratio" ? "× reference" : unit}`;
}

function growthTable(growths: readonly Growth[]): string {
  const lines = growths.map(({ name, sizeName, unit, points }) => {
    const values = points.map(({ size, value }) => `${words(size)}: ${words(value)} ${unit}`).join(" · ");
    return `| ${name} | ${sizeName} | ${values} | ${exponentOf(points).toFixed(2)} |`;
  });
  const chart = "![Cost by size, both logarithmic](performance/growth.svg)";
  return `\n| Cost | by | Measured | Exponent |\n|--|--|--|--:|\n${lines.join("\n")}\n\n${chart}\n`;
}

/** Three digits, and thin spaces between thousands. */
const words = (value: number): string =>
  rounded(value) >= 10_000
    ? Math.round(rounded(value)).toLocaleString("en").replaceAll(",", " ")
    : String(rounded(value));
