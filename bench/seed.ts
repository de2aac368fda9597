import { type OpenDb, openDb } from "#db/client";

export type SeededJobs = { count: number; lastId: number };

/** Rows that one statement writes: enough to be quick, and a transaction that stays small. */
const CHUNK = 200_000;

/**
 * So many finished jobs, the newest last, spread over two years as a console has them: a few hundred scopes, mostly
 * fine, some with warnings, a few failed. Written by the database itself; the rows are those of `db/schema/jobs`.
 */
export async function seedJobs({ pool }: Pick<OpenDb, "pool">, count: number): Promise<SeededJobs> {
  const { rows } = await pool.query<{ first: number }>("select coalesce(max(id), 0) + 1 as first from jobs");
  const first = rows[0]?.first ?? 1;
  for (let from = first; from < first + count; from += CHUNK) {
    const to = Math.min(first + count, from + CHUNK) - 1;
    await pool.query(
      `insert into jobs (id, name, status, outcome, params, scope_key, backend_id, user_id, schedule_id, created_at,
         started_at, completed_at, updated_at, attempt, last_seq, counts)
       overriding system value
       select n, case when n % 20 = 0 then 'Nightly ' || n % 500 else 'Proxbox Sync' end,
         case when n % 97 = 0 then 'errored' when n % 211 = 0 then 'failed' else 'completed' end,
         case when n % 97 = 0 then 'failed' when n % 211 = 0 then 'cancelled' when n % 13 = 0 then 'warnings' else 'ok' end,
         jsonb_build_object('sync_types', jsonb_build_array(case when n % 10 = 0 then 'devices' else 'all' end),
           'proxmox_endpoint_ids', jsonb_build_array(n % 50 + 1)),
         'scope ' || n % 300, 1, case when n % 5 = 0 then 1 end, case when n % 3 = 0 then n % 40 + 1 end,
         at, at, at + interval '40 seconds', at, 1, 0, '{"created":1,"updated":4}'
       from generate_series($1::bigint, $2::bigint) as n,
         lateral (select now() - (($3::bigint - n) * interval '63 seconds') as at) as time`,
      [from, to, first + count],
    );
  }
  const lastId = first + count - 1;
  await pool.query("select setval(pg_get_serial_sequence('jobs', 'id'), $1)", [lastId]);
  return { count, lastId };
}

/** Room for frames, as a job's insertion makes it. */
const makeRoom = ({ pool }: Pick<OpenDb, "pool">, jobId: number) =>
  pool.query("select ensure_frame_partition($1)", [jobId]);

/**
 * So many frames in each of the jobs `from … to`, about 325 bytes of JSON each. One in fifty is a problem, and the
 * one before the last holds the word "needle". The jobs say that they have them, and their fold has read them all.
 */
export async function seedFrames(
  open: Pick<OpenDb, "pool">,
  jobs: { from: number; to: number },
  perJob: number,
): Promise<void> {
  for (let id = jobs.from; id <= jobs.to; id += 500 - (id % 500)) await makeRoom(open, id);
  const atOnce = Math.max(1, Math.floor(CHUNK / perJob));
  for (let id = jobs.from; id <= jobs.to; id += atOnce) {
    for (let seq = 1; seq <= perJob; seq += CHUNK) {
      await open.pool.query(
        `insert into job_frames (job_id, seq, at, attempt, stage, proxmox_endpoint_id, event, level, text, data)
         select job, n, now() - make_interval(secs => ($5 - n) / 500.0), 1,
           case when n * 2 > $5 then 'virtual-disks' else 'virtual-machines' end, 1, 'item_progress',
           case when n % 500 = 0 then 'error' when n % 50 = 0 then 'warning' when n % 3 = 0 then 'success' else 'debug' end,
           case when n = $5 - 1 then 'Here is the needle of this log' else 'Synced virtual_machine vm-' || n || ' on node pve' || n % 16 end,
           '{"event":"item_progress","phase":"virtual-machines","status":"completed","operation":"updated","message":"Synced virtual_machine vm-'
             || n || '","progress":{"current":' || n || ',"total":' || $5::bigint || '},"item":{"name":"vm-' || n
             || '","type":"virtual_machine","netbox_id":' || n || ',"netbox_url":"http://netbox.example/virtualization/virtual-machines/' || n || '/"},"timing":{"duration_ms":12}}'
         from generate_series($1::bigint, $2::bigint) as job, generate_series($3::bigint, $4::bigint) as n`,
        [id, Math.min(jobs.to, id + atOnce - 1), seq, Math.min(perJob, seq + CHUNK - 1), perJob],
      );
    }
  }
  const fold = { seq: perJob, stages: [], current: null, signals: 0, problems: [], problemCount: 0 };
  await open.pool.query(
    `update jobs set last_seq = $3, last_frame_at = now(), fold_seq = $3, fold_state = $4 where id between $1 and $2`,
    [jobs.from, jobs.to, perJob, JSON.stringify(fold)],
  );
}

/** What else grows with the time a console runs: steps and objects of the newest jobs, checks, audit and deliveries. */
export async function seedHistory({ pool }: Pick<OpenDb, "pool">, jobs: SeededJobs, rows: number): Promise<void> {
  const newest = jobs.lastId - Math.floor(rows / 10) + 1;
  await pool.query(
    `insert into job_stages (job_id, position, sync_type, proxmox_endpoint_id, stream_path, status, started_at, completed_at)
     select job, n, case n when 0 then 'devices' else 'stage-' || n end, job % 50 + 1, '/stream/' || n, 'completed',
       now() - (($2::bigint - job) * interval '63 seconds'), now() - (($2::bigint - job) * interval '63 seconds')
     from generate_series($1::bigint, $2::bigint) as job, generate_series(0, 9) as n on conflict do nothing`,
    [newest, jobs.lastId],
  );
  await pool.query(
    `insert into job_objects (job_id, kind, name, stage, operation, status, seq)
     select job, 'virtual_machine', 'vm-' || n, 'virtual-machines', 'updated', 'ok', n
     from generate_series($1::bigint, $2::bigint) as job, generate_series(1, 10) as n on conflict do nothing`,
    [newest, jobs.lastId],
  );
  await pool.query(
    `insert into check_history (service, endpoint_id, at, status, reachable, latency_ms)
     select 'proxmox', n % 50 + 1, now() - (($1::bigint - n) * interval '2 seconds'), 'success', true, 12
     from generate_series(1, $1::bigint) as n`,
    [rows],
  );
  await pool.query(
    `insert into audit_log (at, actor_kind, user_id, username, action, object_type, object_id)
     select now() - (($1::bigint - n) * interval '60 seconds'), 'user', n % 5 + 1, 'user-' || n % 5, 'job.start', 'job', n::text
     from generate_series(1, $1::bigint) as n`,
    [rows],
  );
  await pool.query(
    `with hook as (insert into webhooks (name, url, events) values ('bench', 'http://127.0.0.1:1/', '{job.ended}') returning id)
     insert into webhook_deliveries (webhook_id, event, payload, status, created_at, dedupe_key)
     select id, 'job.ended', '{}', 'delivered', now() - (($1::bigint - n) * interval '10 seconds'), $2::bigint - $1::bigint + n
     from hook, generate_series(1, $1::bigint) as n`,
    [rows, jobs.lastId],
  );
}

/** One more finished job with so many lines; returns its id. */
export async function seedLongJob(open: Pick<OpenDb, "pool">, lines: number): Promise<number> {
  const { lastId } = await seedJobs(open, 1);
  await seedFrames(open, { from: lastId, to: lastId }, lines);
  await open.pool.query("analyze job_frames");
  return lastId;
}

/** So many guests of the inventory, on sixteen nodes of each of so many Proxmox endpoints. */
export async function seedGuests({ pool }: Pick<OpenDb, "pool">, count: number, endpoints: number): Promise<void> {
  await pool.query("delete from vms");
  await pool.query(
    `insert into vms (proxmox_endpoint_id, last_seen_at, vmid, name, type, status, node, max_memory_bytes, tags)
     select n % $2 + 1, now(), 100 + n, 'vm-' || n, case when n % 4 = 0 then 'lxc' else 'qemu' end,
       case when n % 5 = 0 then 'stopped' else 'running' end, 'pve' || n % 16, (1 + n % 32) * 1073741824::bigint,
       case when n % 200 = 0 then '{prod,tagged}'::text[] when n % 3 = 0 then '{prod}' else '{}' end
     from generate_series(1, $1::int) as n`,
    [count, endpoints],
  );
  await pool.query("analyze vms");
}

/** A database of the run with a pool; both go with `close`. */
export async function openSeeded(server: {
  createDatabase: () => Promise<string>;
  dropDatabase: (url: string) => Promise<void>;
}): Promise<OpenDb> {
  const open = openDb(await server.createDatabase(), { max: 12, applicationName: "bench" });
  return {
    ...open,
    async close() {
      await open.close();
      await server.dropDatabase(open.url);
    },
  };
}
