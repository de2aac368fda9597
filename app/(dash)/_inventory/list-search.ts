import type { z } from "zod";

export type SearchParams = Record<string, string | string[] | undefined>;

/** The filters of a list as they stand in the address, and what the list verb makes of them. */
export type ListSearch<T> = {
  path: string;
  raw: Record<string, string | string[]>;
  query: T;
  /** The columns that the address names, if any. */
  columns?: string;
};

type ListSchema<T> = z.ZodType<T> & { shape: Record<string, z.ZodType> };

/** Reads the address of a list; what cannot be read is left out, as a link may be old. */
export function readListSearch<T>(path: string, schema: ListSchema<T>, params: SearchParams): ListSearch<T> {
  const raw: ListSearch<T>["raw"] = {};
  for (const [name, value] of Object.entries(params)) {
    const given = Array.isArray(value) ? value.filter((part) => part !== "") : value;
    if (given === undefined || given === "" || given.length === 0 || name === "format") continue;
    if (schema.shape[name]?.safeParse(given).success) raw[name] = given;
  }
  const columns = typeof params.columns === "string" && params.columns !== "" ? params.columns : undefined;
  return { path, raw, query: schema.parse(raw), columns };
}

/** The same list with some filters changed; an empty one is left out. */
export function listHref(
  { path, raw, columns }: ListSearch<unknown>,
  changes: Record<string, string | undefined>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...raw, columns, ...changes })) {
    if (value === undefined || value === "" || (name === "offset" && value === "0")) continue;
    for (const each of [value].flat()) query.append(name, each);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** All that the filters leave, as a file. */
export const csvHref = (search: ListSearch<unknown>): string =>
  `/api${listHref(search, { columns: undefined, limit: undefined, offset: undefined, format: "csv" })}`;

/** Is anything but order and page chosen? */
export const isFiltered = ({ raw }: ListSearch<unknown>): boolean =>
  Object.keys(raw).some((name) => !["ordering", "offset", "limit"].includes(name));

/** A second click on the same head turns the order round. */
export function sortBy(search: ListSearch<{ ordering: string }>, column: string) {
  const { ordering } = search.query;
  const isOn = ordering.replace(/^-/, "") === column;
  const isDescending = isOn && ordering.startsWith("-");
  const direction = !isOn ? ("none" as const) : isDescending ? ("descending" as const) : ("ascending" as const);
  const next = isOn && !isDescending ? `-${column}` : column;
  return { direction, href: listHref(search, { ordering: next, offset: undefined }) };
}

/** The only value of a filter, for its field in the form. */
export const chosen = ({ raw }: ListSearch<unknown>, name: string): string => {
  const value = raw[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
};
