import { sql } from "drizzle-orm";
import type { Db } from "#db/client";
import type { Service } from "./schema.ts";
import { storedService } from "./store.ts";
import { SLOT_MS, type SlotFacts } from "./strip.ts";

/** What the checks of some endpoints found since `since`, by endpoint and slot; a disabled one was not asked. */
export async function findSlots(
  db: Db,
  query: { service: Service; endpointIds: readonly number[]; since: Date },
): Promise<Map<number, SlotFacts[]>> {
  const ids = `{${query.endpointIds.join(",")}}`;
  const { rows } = await db.execute<Record<"endpoint_id" | "slot" | "checks" | "failures", number> & Latest>(sql`
    select endpoint_id::float8 as endpoint_id, floor(extract(epoch from at) * 1000 / ${SLOT_MS})::float8 as slot,
      count(*)::int as checks, (count(*) filter (where status = 'error'))::int as failures,
      round(avg(latency_ms) filter (where status = 'success'))::int as latency,
      (array_agg(detail order by at desc) filter (where status = 'error'))[1] as detail
    from check_history
    where service = ${storedService(query.service)} and endpoint_id = any(${ids}::bigint[]) and at >= ${query.since}
      and status in ('success', 'error')
    group by 1, 2 order by 1, 2`);
  const facts = [...Map.groupBy(rows, (row) => row.endpoint_id)].map(
    ([id, slots]) =>
      [id, slots.map(({ latency, endpoint_id: _, ...slot }) => ({ ...slot, latencyMs: latency }))] as const,
  );
  return new Map(facts);
}

type Latest = { latency: number | null; detail: string | null };
