import { eq, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { consoleFacts } from "#db/schema/index";
import type { SealedColumn } from "./sealed-columns.ts";

export type SealedRow = { id: number; sealed: string };

const names = ({ table, column }: SealedColumn) => ({
  table: sql.identifier(table),
  column: sql.identifier(column),
});

/** The next values after `afterId` that another key than `kid` has sealed. */
export async function findSealedByOthers(
  db: Db,
  place: SealedColumn,
  input: { kid: string; afterId: number; limit: number },
): Promise<SealedRow[]> {
  const { table, column } = names(place);
  const { rows } = await db.execute<{ id: string; sealed: string }>(sql`
    select id, ${column} as sealed from ${table}
    where id > ${input.afterId} and ${column} is not null and split_part(${column}, '.', 2) <> ${input.kid}
    order by id limit ${input.limit}`);
  return rows.map(({ id, sealed }) => ({ id: Number(id), sealed }));
}

/** Puts the new values in the place of the old ones, where those still stand: what was saved meanwhile stays. */
export async function replaceSealed(
  db: Db,
  place: SealedColumn,
  changes: readonly (SealedRow & { resealed: string })[],
): Promise<number> {
  if (changes.length === 0) return 0;
  const { table, column } = names(place);
  const ids = changes.map(({ id }) => id);
  const olds = changes.map(({ sealed }) => sealed);
  const news = changes.map(({ resealed }) => resealed);
  const result = await db.execute(sql`
    update ${table} set ${column} = changed.resealed
    from unnest(${sql.param(ids)}::bigint[], ${sql.param(olds)}::text[], ${sql.param(news)}::text[])
      as changed (id, sealed, resealed)
    where ${table}.id = changed.id and ${table}.${column} = changed.sealed`);
  return result.rowCount ?? 0;
}

/** How many values each key has sealed. */
export async function countByKey(db: Db, place: SealedColumn): Promise<{ kid: string; count: number }[]> {
  const { table, column } = names(place);
  const { rows } = await db.execute<{ kid: string; count: string }>(sql`
    select split_part(${column}, '.', 2) as kid, count(*) as count from ${table}
    where ${column} is not null group by 1 order by 1`);
  return rows.map(({ kid, count }) => ({ kid, count: Number(count) }));
}

const checkOf = (kid: string): string => `secret-keys-check.${kid}`;

/** The value that the key of this name sealed when this database first saw it. */
export async function findKeyCheck(db: Db, kid: string): Promise<string | null> {
  const [row] = await db
    .select()
    .from(consoleFacts)
    .where(eq(consoleFacts.key, checkOf(kid)));
  return row?.value ?? null;
}

/** The first one stays. */
export async function insertKeyCheck(db: Db, kid: string, value: string): Promise<void> {
  await db
    .insert(consoleFacts)
    .values({ key: checkOf(kid), value })
    .onConflictDoNothing();
}
