import { sql } from "drizzle-orm";
import type { Db } from "#db/client";
import { type StageView, stageCounts } from "../frames/fold.ts";
import { objectCount } from "./counts.ts";
import type { PartRun, StageRun } from "./usual.ts";

/** What a stage is compared with: the same stage of the same endpoint over the same path. */
export type StageKey = { position: number; syncType: string; proxmoxEndpointId: number; streamPath: string | null };

/**
 * The history is read this far back, so that a stage that always fails costs no walk; "nulls last" as the index of
 * stages has it, else it gives no order and all of it is sorted.
 */
const LOOKED_AT = 40;
const RUNS = 20;

/**
 * The last runs of each stage that ended before `before`, newest first, by position. Runs over chosen VMs are compared
 * only with their like. A stage that ended has its time whatever became of its job; one that was left out counts when
 * its job ended well, so that what an earlier failure skipped is not taken for the plan.
 */
export async function findStageRuns(
  db: Db,
  query: { stages: readonly StageKey[]; before: Date; isOfChosenVms: boolean },
): Promise<Map<number, StageRun[]>> {
  const wanted = JSON.stringify(query.stages);
  const { rows } = await db.execute<RunRow>(sql`
    select wanted.position, run.seconds, run.objects, run.skipped, run.parts
    from jsonb_to_recordset(${wanted}::jsonb)
      as wanted(position int, "syncType" text, "proxmoxEndpointId" bigint, "streamPath" text)
    cross join lateral (
      select recent.status = 'skipped' as skipped,
        coalesce(extract(epoch from recent.completed_at - recent.started_at), 0)::float8 as seconds,
        coalesce((select sum(value::float8) from jsonb_each_text(recent.counts) where key <> 'warnings'), 0) as objects,
        case when wanted."syncType" = 'full-update' then job.fold_state -> 'stages' end as parts
      from (
        select * from job_stages
        where sync_type = wanted."syncType" and proxmox_endpoint_id = wanted."proxmoxEndpointId"
          and completed_at < ${query.before}
        order by completed_at desc nulls last limit ${LOOKED_AT}
      ) as recent
      cross join lateral (select outcome, params, fold_state from jobs where id = recent.job_id limit 1) as job
      where recent.stream_path is not distinct from wanted."streamPath"
        and (recent.status in ('completed', 'warning') and recent.started_at is not null
          or recent.status = 'skipped' and job.outcome in ('ok', 'warnings'))
        and (coalesce(job.params -> 'netbox_vm_ids', '[]') <> '[]') = ${query.isOfChosenVms}
      order by recent.completed_at desc limit ${RUNS}
    ) as run`);
  return new Map(
    [...Map.groupBy(rows, (row) => row.position)].map(([position, runs]) => [
      position,
      runs.map((run) => ({
        ...{ seconds: run.seconds, objects: Number(run.objects), isSkipped: run.skipped },
        parts: partRuns(run.parts, query.stages.find((stage) => stage.position === position)?.proxmoxEndpointId),
      })),
    ]),
  );
}

type RunRow = { position: number; seconds: number; objects: number; skipped: boolean; parts: StageView[] | null };

/** How long each stage inside of a single stream took, as the fold of its job has it. */
export function partRuns(stages: readonly StageView[] | null, endpointId: number | undefined): PartRun[] {
  return (stages ?? []).flatMap((view) => {
    const { stage, status, startedAt, completedAt } = view;
    const isEnded = (status === "completed" || status === "warning") && completedAt !== null;
    if (!isEnded || view.proxmoxEndpointId !== endpointId || stage === "full-update") return [];
    const seconds = (Date.parse(completedAt) - Date.parse(startedAt)) / 1000;
    return [{ stage, seconds, objects: objectCount(stageCounts(view)), isSkipped: false }];
  });
}

/** The median runtime of the last runs of each scope that ended in order, in seconds; only of those with two or more. */
export async function findUsualRuntimes(db: Db, scopeKeys: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ key: string; seconds: number }>(sql`
    select wanted.key, run.seconds
    from unnest(array(select jsonb_array_elements_text(${JSON.stringify([...new Set(scopeKeys)])}::jsonb))) as wanted(key)
    cross join lateral (
      select percentile_cont(0.5) within group (order by extract(epoch from completed_at - started_at)) as seconds,
        count(*) as runs
      from (
        select * from jobs where scope_key = wanted.key order by id desc limit ${LOOKED_AT}
      ) as recent
      where outcome in ('ok', 'warnings') and started_at is not null and completed_at is not null
    ) as run where run.runs >= 2`);
  return new Map(rows.map((row) => [row.key, row.seconds]));
}
