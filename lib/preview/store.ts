import { and, asc, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { countRows, type Total } from "#db/count";
import { previewObjects, previews } from "#db/schema/index";
import { holdsText } from "#db/text";
import type { Order } from "../http/query.ts";
import type { ListPage } from "../inventory/list-query.ts";
import type { Difference, PreviewCounts, PreviewListParams } from "./schema.ts";

export type PreviewRow = typeof previews.$inferSelect;
export type PreviewObjectRow = typeof previewObjects.$inferSelect;
type Column = "id" | "name" | "vmid" | "node";

export const findPreviews = (db: Db): Promise<PreviewRow[]> => db.select().from(previews);

/** Wants a comparison of this endpoint; one that waits or runs already is the answer. */
export async function setPending(db: Db, endpointId: number, by: { now: Date; name: string }): Promise<void> {
  const values = { status: "pending" as const, requestedAt: by.now, requestedBy: by.name, takenAt: null };
  await db
    .insert(previews)
    .values({ proxmoxEndpointId: endpointId, ...values })
    .onConflictDoUpdate({
      target: previews.proxmoxEndpointId,
      set: values,
      setWhere: inArray(previews.status, ["done", "failed"]),
    });
}

/** Takes one that waits, or whose worker has not been heard of since `before`; null when there is none. */
export async function takePreview(db: Db, at: { now: Date; before: Date }): Promise<number | null> {
  const waiting = db
    .select({ id: previews.proxmoxEndpointId })
    .from(previews)
    .where(or(eq(previews.status, "pending"), and(eq(previews.status, "running"), lt(previews.takenAt, at.before))))
    .orderBy(asc(previews.requestedAt))
    .limit(1)
    .for("update", { skipLocked: true });
  const [taken] = await db
    .update(previews)
    .set({ status: "running", takenAt: at.now })
    .where(inArray(previews.proxmoxEndpointId, waiting))
    .returning({ id: previews.proxmoxEndpointId });
  return taken?.id ?? null;
}

export type PreviewResult = { asOf: Date; durationMs: number; counts: PreviewCounts; limits: string[] };

const BATCH = 500;

/** Replaces what was found before; call it in a transaction. Nothing when somebody else has taken it meanwhile. */
export async function saveResult(
  db: Db,
  taken: { endpointId: number; at: Date },
  result: PreviewResult,
  differences: readonly Difference[],
): Promise<void> {
  const saved = await db
    .update(previews)
    .set({ ...result, status: "done", error: null })
    .where(and(eq(previews.proxmoxEndpointId, taken.endpointId), eq(previews.takenAt, taken.at)))
    .returning({ id: previews.proxmoxEndpointId });
  if (saved.length === 0) return;
  await deleteObjects(db, taken.endpointId);
  for (let start = 0; start < differences.length; start += BATCH) {
    const rows = differences.slice(start, start + BATCH).map(({ netbox_id, netbox_url, next_run, ...row }) => ({
      ...row,
      proxmoxEndpointId: taken.endpointId,
      netboxId: netbox_id,
      netboxUrl: netbox_url,
      nextRun: next_run,
    }));
    await db.insert(previewObjects).values(rows);
  }
}

export async function saveFailure(db: Db, taken: { endpointId: number; at: Date }, error: string): Promise<void> {
  await db
    .update(previews)
    .set({ status: "failed", error })
    .where(and(eq(previews.proxmoxEndpointId, taken.endpointId), eq(previews.takenAt, taken.at)));
}

/** Gives back what was taken, for the next worker. */
export async function giveBack(db: Db, taken: { endpointId: number; at: Date }): Promise<void> {
  await db
    .update(previews)
    .set({ status: "pending", takenAt: null })
    .where(and(eq(previews.proxmoxEndpointId, taken.endpointId), eq(previews.takenAt, taken.at)));
}

export async function deletePreview(db: Db, endpointId: number): Promise<void> {
  await deleteObjects(db, endpointId);
  await db.delete(previews).where(eq(previews.proxmoxEndpointId, endpointId));
}

async function deleteObjects(db: Db, endpointId: number): Promise<void> {
  await db.delete(previewObjects).where(eq(previewObjects.proxmoxEndpointId, endpointId));
}

type Filter = Omit<PreviewListParams, "limit" | "offset" | "ordering"> & { id?: number[] };

function matching(filter: Filter): SQL | undefined {
  const number = filter.q && /^\d{1,9}$/.test(filter.q.trim()) ? eq(previewObjects.vmid, Number(filter.q)) : undefined;
  return and(
    filter.q
      ? or(holdsText(previewObjects.name, filter.q), holdsText(previewObjects.node, filter.q), number)
      : undefined,
    filter.id && inArray(previewObjects.id, filter.id),
    filter.proxmox_endpoint_id && inArray(previewObjects.proxmoxEndpointId, filter.proxmox_endpoint_id),
    filter.kind && inArray(previewObjects.kind, filter.kind),
    filter.state && inArray(previewObjects.state, filter.state),
  );
}

const ordered = ({ column, descending }: Order<Column>): SQL[] => {
  const by = previewObjects[column];
  return [descending ? sql`${desc(by)} nulls last` : asc(by), asc(previewObjects.id)];
};

export const findObjects = (db: Db, filter: Filter, page: ListPage<Column>): Promise<PreviewObjectRow[]> =>
  db
    .select()
    .from(previewObjects)
    .where(matching(filter))
    .orderBy(...ordered(page.order))
    .limit(page.limit)
    .offset(page.offset);

export const countObjects = (db: Db, filter: Filter): Promise<Total> =>
  countRows(db, sql`select 1 from ${previewObjects} where ${matching(filter) ?? sql`true`}`);

export async function findObjectIds(db: Db, filter: Filter, order: Order<Column>): Promise<number[]> {
  const found = db.select({ id: previewObjects.id }).from(previewObjects).where(matching(filter));
  return (await found.orderBy(...ordered(order))).map((row) => row.id);
}
