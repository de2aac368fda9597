import { eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { inventoryReads } from "#db/schema/index";

export type InventoryRead = typeof inventoryReads.$inferSelect;

export function findReads(db: Db): Promise<InventoryRead[]> {
  return db.select().from(inventoryReads);
}

export async function findRead(db: Db, endpointId: number): Promise<InventoryRead | null> {
  const [row] = await db.select().from(inventoryReads).where(eq(inventoryReads.proxmoxEndpointId, endpointId));
  return row ?? null;
}

/** Takes the next reading of an endpoint, when the last try is older than `before`. False: somebody else reads it. */
export async function takeRead(db: Db, endpointId: number, at: { now: Date; before: Date }): Promise<boolean> {
  const taken = await db
    .insert(inventoryReads)
    .values({ proxmoxEndpointId: endpointId, triedAt: at.now })
    .onConflictDoUpdate({
      target: inventoryReads.proxmoxEndpointId,
      set: { triedAt: at.now },
      setWhere: or(isNull(inventoryReads.triedAt), lt(inventoryReads.triedAt, at.before)),
    })
    .returning({ id: inventoryReads.proxmoxEndpointId });
  return taken.length > 0;
}

export async function saveRead(
  db: Db,
  endpointId: number,
  result: { now: Date; error: string | null; jobId?: number },
): Promise<void> {
  const values = {
    triedAt: result.now,
    error: result.error,
    ...(result.error === null ? { asOf: result.now, jobId: result.jobId ?? null } : {}),
  };
  await db
    .insert(inventoryReads)
    .values({ proxmoxEndpointId: endpointId, ...values })
    .onConflictDoUpdate({ target: inventoryReads.proxmoxEndpointId, set: values });
}

/** One reading of an endpoint is stored at a time; call it in the transaction that stores. */
export async function lockEndpoint(db: Db, endpointId: number): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(7244, ${endpointId})`);
}

export async function setUntried(db: Db, endpointId: number): Promise<void> {
  await db
    .insert(inventoryReads)
    .values({ proxmoxEndpointId: endpointId })
    .onConflictDoUpdate({ target: inventoryReads.proxmoxEndpointId, set: { triedAt: null } });
}
