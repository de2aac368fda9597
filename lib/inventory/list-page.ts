import type { Db } from "#db/client";
import type { Total } from "#db/count";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { csvLines } from "../format/csv.ts";
import { type Order, toOrder } from "../http/query.ts";
import type { InventoryPage, ListPage } from "./list-query.ts";

/** What the list of one noun is made of: its rows in an order, how many there are, and how a row is shown. */
export type ListSource<Query, Column extends string, Row, Shown> = {
  find: (db: Db, query: Query, page: ListPage<Column>) => Promise<Row[]>;
  /** Behind a full page; its rows may have brought the count with them. */
  count: (db: Db, query: Query, page: readonly Row[]) => Promise<Total>;
  findIds: (db: Db, query: Query, order: Order<Column>) => Promise<number[]>;
  toWire: (row: Row) => Shown;
};

type Paged<Column extends string> = { limit: number; offset: number; ordering: Column | `-${Column}` };

/** A page of what we know of the inventory. */
export async function listInventory<Q extends Paged<C>, C extends string, Row, Shown>(
  ctx: Ctx,
  source: ListSource<Q, C, Row, Shown>,
  query: Q,
): Promise<InventoryPage<Shown>> {
  requirePermission(ctx.actor, "inventory:read");
  const page = { limit: query.limit, offset: query.offset, order: toOrder<C>(query.ordering) };
  const rows = await source.find(ctx.db, query, page);
  const total = isLastPage(rows, page)
    ? { count: page.offset + rows.length, isEstimate: false }
    : await source.count(ctx.db, query, rows);
  return { ...total, results: rows.map(source.toWire) };
}

/** The end of a list tells its length: what a person searches for is mostly on one page, and is not looked for twice. */
const isLastPage = (rows: readonly unknown[], { offset, limit }: { offset: number; limit: number }): boolean =>
  rows.length < limit && (rows.length > 0 || offset === 0);

const BATCH = 500;

/**
 * All that the filters leave as CSV, in the order of the list. Which objects those are is decided once: what is read
 * again meanwhile neither doubles a line nor drops one.
 */
export async function* downloadInventory<
  Q extends Paged<C>,
  C extends string,
  Row,
  Shown extends { id: number } & Record<string, unknown>,
>(ctx: Ctx, source: ListSource<Q, C, Row, Shown>, { query, columns }: { query: Q; columns: readonly string[] }) {
  requirePermission(ctx.actor, "inventory:read");
  const ids = await source.findIds(ctx.db, query, toOrder<C>(query.ordering));
  yield csvLines([columns]);
  for (let start = 0; start < ids.length; start += BATCH) {
    const batch = ids.slice(start, start + BATCH);
    const page = { limit: BATCH, offset: 0, order: toOrder<C>(query.ordering) };
    const rows = (await source.find(ctx.db, { ...query, id: batch }, page)).map(source.toWire);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const found = batch.map((id) => byId.get(id)).filter((row) => row !== undefined);
    yield csvLines(found.map((row) => columns.map((name) => row[name])));
  }
}
