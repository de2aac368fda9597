import { nowMs } from "#lib/simulator/recorder";
import { findOverlaps } from "./overlaps.ts";
import type { RoundPlan } from "./plan.ts";
import type { Arena } from "./round.ts";
import type { Viewer } from "./viewer.ts";

export type Violation = { invariant: string; detail: string; jobIds: number[] };

type Facts = { plan: RoundPlan; firstJob: number; unfinished: number[]; viewers: readonly Viewer[] };

/** What must hold after a round, read from the rows and from what the backend saw. */
export async function checkRound(arena: Arena, facts: Facts): Promise<Violation[]> {
  return [
    ...findOverlaps(arena.world.sim.requests(), arena.fleet.pauses, nowMs()).map((detail) => ({
      invariant: "one owner at a time",
      detail,
      jobIds: [],
    })),
    ...facts.unfinished.map((id) => ({ invariant: "every job ends", detail: `job ${id} has not`, jobIds: [id] })),
    ...(await rowViolations(arena, facts.firstJob)),
    ...(await completeStreams(arena, facts.firstJob)),
    ...(await schedules(arena)),
    ...(await viewed(arena, facts.viewers)),
  ];
}

/** Numbers without gap, attempts that never go back, keys that are free, ends that are honest. */
async function rowViolations({ world }: Arena, firstJob: number): Promise<Violation[]> {
  const ask = async (invariant: string, query: string): Promise<Violation[]> => {
    const { rows } = await world.open.pool.query(query, [firstJob]);
    return rows.map((row) => ({ invariant, detail: JSON.stringify(row), jobIds: [Number(row.id)] }));
  };
  return [
    ...(await ask(
      "every acknowledged frame is there exactly once",
      `select jobs.id, last_seq, count(seq)::int as stored, min(seq) as first, max(seq) as last
       from jobs left join job_frames on job_id = jobs.id where jobs.id >= $1 group by jobs.id
       having last_seq <> count(seq) or (last_seq > 0 and (min(seq) <> 1 or max(seq) <> last_seq))`,
    )),
    ...(await ask(
      "no frame is written with a stale fence",
      `select id, seq, attempt, before from (select job_id as id, seq, attempt,
         lag(attempt) over (partition by job_id order by seq) as before from job_frames where job_id >= $1) as frames
       where attempt < before`,
    )),
    ...(await ask(
      "keys are free when their job has ended",
      `select jobs.id, key from leases join jobs on jobs.id = leases.job_id
       where jobs.id >= $1 and jobs.status in ('completed', 'errored', 'failed')`,
    )),
    ...(await ask(
      "nothing of the console breaks",
      `select id, error from jobs where id >= $1 and error_code in ('InternalError', 'RecoveryRequired')`,
    )),
    ...(await ask(
      "nothing stays running that is dead",
      `select jobs.id, sync_type from job_stages join jobs on jobs.id = job_id
       where jobs.id >= $1 and jobs.status in ('completed', 'errored', 'failed') and job_stages.status = 'running'`,
    )),
  ];
}

/** A stage that was read to its end without a retry has exactly the frames that the backend sent. */
async function completeStreams({ world }: Arena, firstJob: number): Promise<Violation[]> {
  const { rows } = await world.open.pool.query(
    `select job_id as id, stage, proxmox_endpoint_id as endpoint, attempt, count(*)::int as stored,
       min(data::jsonb ->> 'path') as path
     from (
       select *, bool_or(event = 'console' and data like '%"kind":"retry"%') over w as retried,
         bool_or(event = 'complete' and data like '%"ok":true%') over w as complete
       from job_frames where job_id >= $1 window w as (partition by job_id, stage, proxmox_endpoint_id, attempt)
     ) as frames
     where complete and not retried and event <> 'console' group by 1, 2, 3, 4`,
    [firstJob],
  );
  const streams = world.sim.requests().filter((request) => request.path.endsWith("/stream") && !request.aborted);
  return rows.flatMap((row): Violation[] => {
    const sent = new Set(streams.map((stream) => stream.frames));
    if (sent.has(row.stored)) return [];
    const detail = `${row.stage}, attempt ${row.attempt}: ${row.stored} frames stored, streams had ${[...sent].join(", ")}`;
    return [{ invariant: "no frame is lost or doubled", detail, jobIds: [Number(row.id)] }];
  });
}

/** Each occurrence became exactly one job or one recorded miss. */
async function schedules({ world }: Arena): Promise<Violation[]> {
  const { rows } = await world.open.pool.query(
    `select schedules.id, schedules.name::int as due, missed_count as missed, count(jobs.id)::int as started
     from schedules left join jobs on jobs.schedule_id = schedules.id group by schedules.id
     having schedules.name::int <> missed_count + count(jobs.id)`,
  );
  return rows.map((row) => ({
    invariant: "each occurrence is one job or one recorded miss",
    detail: JSON.stringify(row),
    jobIds: [],
  }));
}

/** Who reconnected throughout saw every number once. */
async function viewed({ world }: Arena, viewers: readonly Viewer[]): Promise<Violation[]> {
  const { rows } = await world.open.pool.query("select id, last_seq from jobs where id = any($1)", [
    viewers.map((viewer) => viewer.jobId),
  ]);
  const lastSeq = new Map(rows.map((row) => [Number(row.id), Number(row.last_seq)]));
  return viewers.flatMap(({ jobId, seqs }): Violation[] => {
    const isWhole = seqs.length === lastSeq.get(jobId) && seqs.every((seq, index) => seq === index + 1);
    if (isWhole) return [];
    const detail = `job ${jobId} has ${lastSeq.get(jobId)} frames, its viewer saw ${seqs.length}`;
    return [{ invariant: "a viewer sees every number once", detail, jobIds: [jobId] }];
  });
}
