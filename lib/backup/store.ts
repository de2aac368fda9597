import { sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client";
import type { NewFrame } from "../frames/schema.ts";
import { sealedColumns } from "../secrets/sealed-columns.ts";
import { derivedTables, type SavedTable, savedTables } from "./tables.ts";

/** Rows that are read from the database at once. */
const BATCH = 500;

/** What the transaction reads is one moment of the database, however long it takes. Its first statement. */
export async function freezeView(tx: Tx): Promise<void> {
  await tx.execute(sql`set transaction isolation level repeatable read`);
}

export async function findMigrations(db: Db): Promise<string[]> {
  const { rows } = await db.execute<{ hash: string }>(sql`select hash from drizzle.__drizzle_migrations order by id`);
  return rows.map((row) => row.hash);
}

/** Ids of the keys that stored secrets are sealed with: the second part of `v1.<kid>.…`. */
export async function findKeyIds(db: Db): Promise<string[]> {
  const parts = sealedColumns.map(
    ({ table, column }) =>
      sql`select split_part(${sql.identifier(column)}, '.', 2) as kid from ${sql.identifier(table)} where ${sql.identifier(column)} is not null`,
  );
  const { rows } = await db.execute<{ kid: string }>(sql`${sql.join(parts, sql` union `)} order by 1`);
  return rows.map((row) => row.kid);
}

/** All rows of a table as JSON texts, a batch at a time, in the order of its key. */
export async function* readTable(tx: Tx, table: SavedTable): AsyncGenerator<string[]> {
  const kept = sql`(to_jsonb(source) - ${sql.param(table.without ?? [])}::text[])::text`;
  await tx.execute(sql`
    declare saved cursor for select ${kept} as row from ${sql.identifier(table.name)} as source order by ${sql.raw(table.key)}`);
  for (;;) {
    const { rows } = await tx.execute<{ row: string }>(sql.raw(`fetch ${BATCH} from saved`));
    if (rows.length === 0) break;
    yield rows.map((row) => row.row);
  }
  await tx.execute(sql`close saved`);
}

/** Keeps everybody else out of what is restored until the transaction ends; fails when that takes longer than 10 s. */
export async function lockTables(tx: Tx): Promise<void> {
  await tx.execute(sql`set local lock_timeout = '10s'`);
  await tx.execute(sql`lock table ${everything()} in access exclusive mode`);
}

const everything = () =>
  sql.join(
    [...savedTables.map((table) => table.name), ...derivedTables].map((name) => sql.identifier(name)),
    sql`, `,
  );

/** What a console holds that a restore would lose, by its word; empty for a new console. */
export async function countContents(tx: Tx): Promise<Record<string, number>> {
  const { rows } = await tx.execute<Record<string, number>>(sql`
    select (select count(*)::int from users) as users, (select count(*)::int from jobs) as jobs,
      (select count(*)::int from schedules where system_key is null) as schedules,
      ((select count(*) from backends) + (select count(*) from netbox_endpoints) + (select count(*) from proxmox_endpoints))::int as endpoints,
      (select count(*)::int from webhooks) as webhooks`);
  return Object.fromEntries(Object.entries(rows[0] ?? {}).filter(([, count]) => count > 0));
}

export async function findRunningJobs(tx: Tx): Promise<number[]> {
  const { rows } = await tx.execute<{ id: number }>(
    sql`select id from jobs where status = 'running' order by id limit 5`,
  );
  return rows.map((row) => Number(row.id));
}

export async function emptyTables(tx: Tx): Promise<void> {
  await tx.execute(sql`truncate ${everything()}`);
  await tx.execute(sql`update leases set job_id = null`);
}

/** Inserts rows with the ids they had. All rows of one call have the same columns; what they lack gets its default. */
export async function insertRows(tx: Tx, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const columns = sql.join(
    Object.keys(rows[0] ?? {}).map((column) => sql.identifier(column)),
    sql`, `,
  );
  await tx.execute(sql`
    insert into ${sql.identifier(table)} (${columns}) overriding system value
    select ${columns} from jsonb_populate_recordset(null::${sql.identifier(table)}, ${JSON.stringify(rows)}::jsonb)`);
}

export async function dropSecrets(tx: Tx): Promise<void> {
  for (const { table, column } of sealedColumns) {
    await tx.execute(sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = null`);
  }
}

/** Ends what had not ended when the backup was made: no worker has it, and nobody asked for it now. */
export async function endRestoredJobs(tx: Tx): Promise<void> {
  await tx.execute(sql`
    update job_stages set status = 'failed', completed_at = now(), error = 'The backup was made while this step was under way.'
    where status = 'running'`);
  await tx.execute(sql`
    update jobs set status = 'errored', outcome = 'lost', error_code = 'Restored', completed_at = now(), cancel_requested_at = null,
      error = 'The backup was made while this job was ' || status || '.', suggestion = 'Use Run now to start it again.'
    where status in ('pending', 'scheduled', 'running')`);
}

/** Frames are no part of a backup: each job gets one that says so, and room for it. */
export async function noteMissingFrames(tx: Tx, frame: NewFrame): Promise<void> {
  await tx.execute(
    sql`select ensure_frame_partition(first) from (select distinct id / 500 * 500 as first from jobs) as ranges`,
  );
  await tx.execute(sql`
    insert into job_frames (job_id, seq, at, attempt, stage, event, level, text, data)
    select id, 1, ${frame.at.toISOString()}::timestamptz, attempt, ${frame.stage}, ${frame.event}, ${frame.level}, ${frame.text}, ${frame.data} from jobs`);
  await tx.execute(sql`update jobs set last_seq = 1`);
}

/** New rows get ids above all restored ones, and never one that was given before. */
export async function raiseSequences(tx: Tx): Promise<void> {
  const { rows } = await tx.execute<{ table: string; sequence: string }>(sql`
    select relname as "table", pg_get_serial_sequence(quote_ident(relname), 'id') as sequence from pg_class
    where relname = any(${sql.param(savedTables.map((table) => table.name))}) and relkind = 'r'
      and exists (select 1 from pg_attribute where attrelid = pg_class.oid and attidentity <> '' and not attisdropped)`);
  for (const { table, sequence } of rows) {
    await tx.execute(sql`
      select setval(${sequence}::regclass, greatest(highest, 1), highest > 0) from (select greatest(
        (select coalesce(max(id), 0) from ${sql.identifier(table)}),
        (select coalesce(pg_sequence_last_value(${sequence}::regclass), 0))) as highest) as ids`);
  }
}
