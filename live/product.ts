import { setTimeout as delay } from "node:timers/promises";
import { testDatabase } from "#db/testing";
import { systemActor } from "#lib/auth/schema";
import { setUpProcess, TEST_KEYS } from "#lib/testing/process";
import { issueToken } from "#lib/tokens/issue";
import { createUser } from "#lib/users/create-user";
import { freePort } from "../bin/files.mjs";
import { ownProcess } from "../e2e/process.ts";

export type Job = {
  id: number;
  status: string;
  outcome: string | null;
  error: string | null;
  error_code: string | null;
  suggestion: string | null;
  attempt: number;
  last_seq: number;
  counts: Record<string, number>;
  stages: { sync_type: string; status: string; http_status: number | null; attempts: number; error: string | null }[];
};

export type Frame = { seq: number; stage: string; event: string; level: string; text: string; data: unknown };

export type Product = Awaited<ReturnType<typeof startProduct>>;

const JOB_PATIENCE_MS = 180_000;
const POLL_MS = 150;

const isEnded = (job: Pick<Job, "status">): boolean => ["completed", "errored", "failed"].includes(job.status);

/** Looks again and again until there is a value. Throws with the state of the last look when the patience is over. */
async function poll<T>(look: () => Promise<{ value: T } | { state: string }>): Promise<T> {
  const endsAtMs = performance.now() + JOB_PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if ("value" in seen) return seen.value;
    if (performance.now() > endsAtMs) throw new Error(`${seen.state} after ${JOB_PATIENCE_MS / 1000} s`);
    await delay(POLL_MS);
  }
}

/** The console as its users have it: built web, worker, a database of its own, and an API token. */
export async function startProduct() {
  setUpProcess();
  const open = await testDatabase();
  const ctx = { db: open.db, actor: systemActor("live") };
  const user = await createUser(ctx, { username: "live", password: "wooden spoon orchestra", role: "admin" });
  const { token } = await issueToken(ctx, { name: "live", role: "admin" }, user.id);
  const port = await freePort();
  const env = { DATABASE_URL: open.url, CONSOLE_SECRET_KEYS: TEST_KEYS, PORT: String(port) };
  const web = ownProcess("bin/web.ts", env);
  const worker = ownProcess("workers/main.ts", env);
  await Promise.all([web.start(), worker.start()]);

  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(body ? { "content-type": "application/json" } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return (text === "" ? undefined : JSON.parse(text)) as T; // safe because each caller names the shape it asked for
  };
  const job = (id: number) => api<Job>("GET", `/api/jobs/${id}`);
  const until = (id: number, test: (job: Job) => boolean): Promise<Job> =>
    poll<Job>(async () => {
      const current = await job(id);
      if (test(current)) return { value: current };
      if (isEnded(current)) throw new Error(`job ${id} ended before that: ${current.status}, ${current.error}`);
      return { state: `job ${id} is still ${current.status}` };
    });
  const ended = (id: number) => until(id, isEnded);
  const frames = async (id: number) =>
    (await api<{ frames: Frame[] }>("GET", `/api/jobs/${id}/frames?limit=1000`)).frames;
  /** Polls until the job's log has such a frame. */
  const untilFrame = (id: number, test: (frame: Frame) => boolean): Promise<void> =>
    poll<void>(async () => {
      if ((await frames(id)).some(test)) return { value: undefined };
      const { status, error } = await job(id);
      if (isEnded({ status })) throw new Error(`job ${id} ended before that: ${status}, ${error}`);
      return { state: `job ${id} has no such frame` };
    });
  /** Polls until the backend holds what was last saved of an endpoint. */
  const untilPushed = (kind: string, id: number): Promise<void> =>
    poll<void>(async () => {
      type Drift = { state: string; pending: unknown };
      const { state, pending } = await api<Drift>("GET", `/api/endpoints/${kind}/${id}/drift`);
      if (pending === null) return { value: undefined };
      return { state: `${kind} ${id} is still ${state}: ${JSON.stringify(pending)}` };
    });
  return {
    api,
    job,
    until,
    ended,
    untilFrame,
    untilPushed,
    enqueue: (body: Record<string, unknown> = {}) => api<Job>("POST", "/api/jobs", body),
    run: async (body: Record<string, unknown> = {}) => ended((await api<Job>("POST", "/api/jobs", body)).id),
    frames,
    output: () => `${web.output()}\n${worker.output()}`,
    async close() {
      await Promise.all([web.stop(), worker.stop()]);
      await open.close();
    },
  };
}
