import { isDeepStrictEqual } from "node:util";
import type { ConfigChange } from "./schema.ts";

type Values = Readonly<Record<string, unknown>>;

/** The fields of `after` that differ from `before`; all of them where nothing was before. Pure. */
export function differences(before: Values | null, after: Values): ConfigChange["fields"] {
  const changed = Object.keys(after).filter(
    (name) => before === null || !isDeepStrictEqual(plain(before[name]), plain(after[name])),
  );
  return Object.fromEntries(
    changed.map((name) => [name, { before: before?.[name] ?? null, after: after[name] ?? null }]),
  );
}

/** `before` with the fields of `parsed` that were written; objects named in `merged` by their own names. Pure. */
export function overlay(before: Values, parsed: Values, written: Values, merged: readonly string[] = []): Values {
  const result: Record<string, unknown> = { ...before };
  for (const name of Object.keys(written)) {
    const inner = written[name];
    const isMerged = merged.includes(name) && typeof inner === "object" && inner !== null;
    // safe because a name that is merged is an object wherever it is
    result[name] = isMerged ? overlay(before[name] as Values, parsed[name] as Values, inner as Values) : parsed[name];
  }
  return result;
}

/** As JSON tells it: what is not said is none. */
const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
