import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * During a rolling deploy the release before runs on the new schema: it reads what it knew and writes rows without what
 * it does not know. So a migration only adds. What a release no longer uses is dropped by a later one, and named here.
 */
const ALLOWED: Record<string, string> = {};

type Column = {
  name: string;
  type: string;
  notNull: boolean;
  default?: unknown;
  identity?: unknown;
  generated?: unknown;
};
type Named = Record<string, { name: string; isUnique?: boolean }>;
type Table = {
  columns: Record<string, Column>;
  indexes: Named;
  uniqueConstraints: Named;
  foreignKeys: Named;
  checkConstraints: Named;
};
type Snapshot = { tables: Record<string, Table> };

const folder = join(import.meta.dirname, "migrations");
const numbers = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .map((name) => name.slice(0, 4))
  .sort();
const snapshot = (number: string): Snapshot =>
  JSON.parse(readFileSync(join(folder, "meta", `${number}_snapshot.json`), "utf8"));

/** Why a release that knows only `before` would fail on `after`; empty when it would not. */
function breaks(before: Snapshot, after: Snapshot): string[] {
  return Object.entries(before.tables).flatMap(([name, old]) => {
    const now = after.tables[name];
    if (!now) return [`${name} was dropped`];
    return [...columnBreaks(name, old, now), ...constraintBreaks(name, old, now)];
  });
}

function columnBreaks(table: string, old: Table, now: Table): string[] {
  const lost = Object.values(old.columns).flatMap((column) => {
    const kept = now.columns[column.name];
    if (!kept) return [`${table}.${column.name} was dropped or renamed`];
    if (kept.type !== column.type) return [`${table}.${column.name} changed its type`];
    return kept.notNull && !column.notNull ? [`${table}.${column.name} became NOT NULL`] : [];
  });
  const demanded = Object.values(now.columns)
    .filter((column) => !old.columns[column.name] && column.notNull)
    .filter((column) => column.default === undefined && !column.identity && !column.generated)
    .map((column) => `${table}.${column.name} is new, NOT NULL and has no default`);
  return [...lost, ...demanded];
}

function constraintBreaks(table: string, old: Table, now: Table): string[] {
  const added = (kind: keyof Table, test: (one: { isUnique?: boolean }) => boolean = () => true) =>
    Object.entries(now[kind] as Named)
      .filter(([name, one]) => !(old[kind] as Named)[name] && test(one))
      .map(([name]) => `${table}: ${name} is a new constraint on a table that the release before writes`);
  return [
    ...added("indexes", (one) => one.isUnique === true),
    ...added("uniqueConstraints"),
    ...added("foreignKeys"),
    ...added("checkConstraints"),
  ];
}

describe("a migration", () => {
  it.each(numbers.slice(1).map((number, index) => [number, numbers[index] ?? ""]))(
    "works with the release before it: %s",
    (number, before) => {
      const found = breaks(snapshot(before), snapshot(number)).filter((problem) => !ALLOWED[problem]);
      expect(found, "add instead of changing, and drop in a later release (db/additive.test.ts)").toEqual([]);
    },
  );

  it.each(numbers.slice(1))("drops and renames nothing by hand either: %s", (number) => {
    const file = readdirSync(folder).find((name) => name.startsWith(number) && name.endsWith(".sql")) ?? "";
    const statements = readFileSync(join(folder, file), "utf8");
    expect(statements).not.toMatch(
      /\b(drop\s+(table|column|type|function|trigger)|rename\s+(to|column))\b|^\s*truncate\b/im,
    );
  });
});

describe("the check itself", () => {
  const column = (name: string, values: Partial<Column> = {}): Column => ({
    name,
    type: "text",
    notNull: false,
    ...values,
  });
  const schema = (...columns: Column[]): Snapshot => ({
    tables: {
      jobs: {
        columns: Object.fromEntries(columns.map((one) => [one.name, one])),
        ...{ indexes: {}, uniqueConstraints: {}, foreignKeys: {}, checkConstraints: {} },
      },
    },
  });
  const old = schema(column("name"));

  it("lets columns come that may be left out", () => {
    expect(
      breaks(old, schema(column("name"), column("note"), column("kind", { notNull: true, default: "'x'" }))),
    ).toEqual([]);
  });

  it.each([
    ["a dropped column", schema(), "jobs.name was dropped"],
    ["another type", schema(column("name", { type: "integer" })), "changed its type"],
    ["a column that became mandatory", schema(column("name", { notNull: true })), "became NOT NULL"],
    ["a mandatory new column", schema(column("name"), column("kind", { notNull: true })), "has no default"],
    ["a dropped table", { tables: {} }, "jobs was dropped"],
  ])("finds %s", (_name, now, problem) => {
    expect(breaks(old, now)).toEqual([expect.stringContaining(problem)]);
  });
});
