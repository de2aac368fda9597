import type { OpenDb } from "#db/client";
import { pendingJob } from "./jobs.ts";

/** Lines of one job that are written by one statement. */
const CHUNK = 100_000;

/**
 * A job that ended with so many lines, made by the database itself. Every
 * thousandth is a warning, every ten thousandth an error; the one before the last holds the word "needle". Every third
 * line is the last word about an object of its own. Returns the job's id.
 */
export async function longJob({ db, pool }: Pick<OpenDb, "db" | "pool">, lines: number): Promise<number> {
  // Set for a time that does not come, so that no worker takes it.
  const { id } = await pendingJob(db, { scheduledAt: new Date("2100-01-01") });
  for (let from = 1; from <= lines; from += CHUNK) {
    const to = Math.min(lines, from + CHUNK - 1);
    await pool.query(FRAMES, [id, from, to, lines]);
    await pool.query(OBJECTS, [id, from, to]);
  }
  const view = { seq: lines, stages: [], current: null, signals: 0, problems: [], problemCount: 0 };
  await pool.query(
    `update jobs set status = 'completed', outcome = 'ok', scheduled_at = null, started_at = now() - interval '1 hour', completed_at = now(),
       last_seq = $2, objects_seq = $2, last_frame_at = now(), fold_seq = $2, fold_state = $3 where id = $1`,
    [id, lines, JSON.stringify(view)],
  );
  await pool.query("analyze job_frames, job_objects");
  return id;
}

const FRAMES = `
  insert into job_frames (job_id, seq, at, attempt, stage, proxmox_endpoint_id, event, level, text, data)
  select $1::bigint, n, now() - make_interval(secs => ($4::bigint - n) / 1000.0), 1,
    case when n * 2 > $4 then 'virtual-disks' else 'virtual-machines' end, 1, 'item_progress',
    case when n % 10000 = 0 then 'error' when n % 1000 = 0 then 'warning' when n % 3 = 0 then 'success' else 'debug' end,
    case when n = $4 - 1 then 'Here is the needle of this log'
      when n % 10000 = 0 then 'NetBox refused vm-' || n || ': platform windows-2003 does not exist'
      else 'Synced virtual_machine vm-' || n || ' on node pve' || n % 16 end,
    json_build_object('event', 'item_progress', 'phase', 'virtual-machines',
      'status', case when n % 10000 = 0 then 'failed' when n % 3 = 0 then 'completed' else 'processing' end,
      'message', 'Synced VM vm-' || n, 'item', json_build_object('name', 'vm-' || n / 3, 'item_type', 'qemu',
        'netbox_id', n, 'netbox_url', 'http://netbox.example/virtualization/virtual-machines/' || n || '/'),
      'operation', case when n % 2 = 0 then 'updated' else 'created' end)::text
  from generate_series($2::bigint, $3::bigint) as n`;

const OBJECTS = `
  insert into job_objects (job_id, stage, proxmox_endpoint_id, kind, name, operation, status, netbox_id, duration_ms, seq)
  select $1::bigint, 'virtual-machines', 1, 'qemu', 'vm-' || n / 3,
    case when n % 2 = 0 then 'updated' else 'created' end, 'completed', n, n % 900, n
  from generate_series($2::bigint, $3::bigint) as n where n % 3 = 0`;
