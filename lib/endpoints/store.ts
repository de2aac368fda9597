import { and, asc, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { type Db, inTransaction } from "#db/client";
import { backends, netboxEndpoints, proxmoxEndpoints } from "#db/schema/index";
import type { EndpointKind } from "./schema.ts";

const tables = { backends, netbox: netboxEndpoints, proxmox: proxmoxEndpoints } as const;

export type BackendRow = typeof backends.$inferSelect;
export type NetboxRow = typeof netboxEndpoints.$inferSelect;
export type ProxmoxRow = typeof proxmoxEndpoints.$inferSelect;
export type EndpointRow = { backends: BackendRow; netbox: NetboxRow; proxmox: ProxmoxRow };

/** A table by its kind, typed as one of them. */
function tableOf(kind: EndpointKind): typeof backends {
  return tables[kind] as unknown as typeof backends; // safe because callers name only columns that their kinds share
}

/** The name of the table in the place that a secret is bound to. */
export const tableNames = { backends: "backends", netbox: "netbox_endpoints", proxmox: "proxmox_endpoints" } as const;

export async function findEndpoints<K extends EndpointKind>(db: Db, kind: K): Promise<EndpointRow[K][]> {
  const table = tableOf(kind);
  // safe because the rows of a kind's table are that kind's rows
  return (await db.select().from(table).orderBy(asc(table.id))) as unknown as EndpointRow[K][];
}

export async function findEndpoint<K extends EndpointKind>(
  db: Db,
  kind: K,
  id: number,
): Promise<EndpointRow[K] | null> {
  const table = tableOf(kind);
  const rows = (await db.select().from(table).where(eq(table.id, id))) as unknown as EndpointRow[K][]; // safe: as above
  return rows[0] ?? null;
}

/** Inserts without secrets first: sealing needs the id. `seal` returns the sealed columns. */
export async function insertEndpoint<K extends EndpointKind>(
  db: Db,
  kind: K,
  values: Record<string, unknown>,
  seal: (id: number) => Record<string, string>,
): Promise<EndpointRow[K]> {
  return inTransaction(db, async (tx) => {
    const rows = (await tx
      .insert(tables[kind])
      .values(values as never)
      .returning()) as unknown as EndpointRow[K][]; // safe: see rows.ts
    const id = rows[0]?.id;
    if (id === undefined) throw new Error("the endpoint row was not returned");
    return updateEndpoint(tx, kind, id, seal(id));
  });
}

export async function updateEndpoint<K extends EndpointKind>(
  db: Db,
  kind: K,
  id: number,
  values: Record<string, unknown>,
): Promise<EndpointRow[K]> {
  return noteOnEndpoint(db, kind, id, { ...values, updatedAt: sql`now()` });
}

/** Keeps what the console learnt of an endpoint: nobody changed it, so nobody has to look at it again. */
export async function noteOnEndpoint<K extends EndpointKind>(
  db: Db,
  kind: K,
  id: number,
  values: Record<string, unknown>,
): Promise<EndpointRow[K]> {
  const table = tableOf(kind);
  const set = values as never; // safe because rows.ts makes only columns of this table
  const rows = (await db.update(table).set(set).where(eq(table.id, id)).returning()) as unknown as EndpointRow[K][];
  const row = rows[0];
  if (!row) throw new Error(`endpoint ${id} disappeared`);
  return row;
}

/** Stores the sealed key of a backend that has none; of several at once, the first stays. */
export async function storeFirstKey(db: Db, backendId: number, sealedToken: string): Promise<void> {
  const table = tableOf("backends");
  await db
    .update(table)
    .set({ sealedToken, keyRefusedAt: null, updatedAt: sql`now()` })
    .where(and(eq(table.id, backendId), isNull(table.sealedToken)));
}

export async function deleteEndpoint(db: Db, kind: EndpointKind, id: number): Promise<void> {
  await db.delete(tableOf(kind)).where(eq(tableOf(kind).id, id));
}

export async function isNameTaken(db: Db, kind: EndpointKind, name: string, exceptId: number | null): Promise<boolean> {
  const table = tableOf(kind);
  const other = exceptId === null ? undefined : ne(table.id, exceptId);
  const rows = await db
    .select({ id: table.id })
    .from(table)
    .where(and(sql`lower(${table.name}) = lower(${name})`, other));
  return rows.length > 0;
}

/** At most one default: the others of the kind give it up. */
export async function clearDefault(db: Db, kind: "backends" | "netbox", exceptId: number | null): Promise<void> {
  const table = tableOf(kind);
  const other = exceptId === null ? undefined : ne(table.id, exceptId);
  await db
    .update(table)
    .set({ isDefault: false })
    .where(and(eq(table.isDefault, true), other));
}

/** Milliseconds until a lockout of this backend is over; 0 when there is none. */
export async function findLockMs(db: Db, backendId: number): Promise<number> {
  const [row] = await db
    .select({ leftMs: sql<number>`extract(epoch from ${backends.lockedUntil} - now())::float8 * 1000` })
    .from(backends)
    .where(and(eq(backends.id, backendId), gt(backends.lockedUntil, sql`now()`)));
  return row?.leftMs ?? 0;
}

export async function lockBackend(db: Db, backendId: number, forMs: number): Promise<void> {
  const until = sql`greatest(${backends.lockedUntil}, now() + make_interval(secs => ${forMs / 1000}))`;
  await db.update(backends).set({ lockedUntil: until }).where(eq(backends.id, backendId));
}

export async function noteRefusedKey(db: Db, backendId: number): Promise<void> {
  await db.update(backends).set({ keyRefusedAt: sql`now()` }).where(eq(backends.id, backendId));
}

export async function wasKeyRefused(db: Db, backendId: number, withinMs: number): Promise<boolean> {
  const since = sql`now() - make_interval(secs => ${withinMs / 1000})`;
  const rows = await db
    .select({ id: backends.id })
    .from(backends)
    .where(and(eq(backends.id, backendId), gt(backends.keyRefusedAt, since)));
  return rows.length > 0;
}
