import { z } from "zod";
import { type ListPage, type ListQuery, slicePage } from "./list.ts";
import { orderingBy, paging, repeated, toOrder } from "./query.ts";

type Row = Record<string, unknown>;

/**
 * The conventions of a list that fits into memory: each filter may be repeated (OR), `ordering` names a column or its
 * negation with nulls last, `q` looks into the named texts. Gives the schema of its query and the page of rows.
 */
export function shortList<const F extends Record<string, z.ZodType>, const O extends readonly string[]>(options: {
  filters: F;
  orders: O;
  ordering: O[number] | `-${O[number]}`;
  search?: readonly string[];
}) {
  const filters = Object.fromEntries(Object.entries(options.filters).map(([name, type]) => [name, repeated(type)]));
  const shape = {
    ...paging,
    ordering: orderingBy(options.orders, options.ordering),
    ...(options.search ? { q: z.string().max(200).optional() } : {}),
    ...filters,
  };
  const names = Object.keys(options.filters);
  const page = (rows: readonly Row[], query: Row & ListQuery): ListPage => {
    const text = typeof query.q === "string" ? query.q.toLowerCase() : "";
    const found = rows
      .filter((row) => names.every((name) => (query[name] as unknown[] | undefined)?.includes(row[name]) ?? true))
      .filter(
        (row) =>
          !text ||
          options.search?.some((name) =>
            String(row[name] ?? "")
              .toLowerCase()
              .includes(text),
          ),
      );
    return slicePage(ordered(found, String(query.ordering)), query);
  };
  return { query: z.strictObject(shape), page };
}

function ordered(rows: Row[], ordering: string): Row[] {
  const { column, descending } = toOrder<string>(ordering);
  return rows.toSorted((a, b) => {
    const [left, right] = [a[column] ?? null, b[column] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order = typeof left === "number" ? left - Number(right) : String(left).localeCompare(String(right));
    return descending ? -order : order;
  });
}
