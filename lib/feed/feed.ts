import type { Db } from "#db/client";
import type { Listener } from "../events/listen.ts";
import { parseTopic } from "../events/topics.ts";
import { type JobState, readJobStates } from "../jobs/states.ts";
import type { Logger } from "../log.ts";
import { readCheckStates } from "../status/states.ts";
import type { FeedEvent } from "./schema.ts";

/** Frames hint at their job many times a second; its state is read at most this often. */
const GATHER_MS = 200;
/** States of jobs that nobody asked about lately are forgotten. */
const MAX_KNOWN = 1_000;

export type Feed = {
  subscribe: (onEvent: (event: FeedEvent) => void) => () => void;
  close: () => void;
};

type FeedParts = { db: Db; listener: Listener; log: Logger };

/** One reader of hints per process tells all of its tabs: one query for a change, however many are open. */
export function openFeed({ db, listener, log }: FeedParts): Feed {
  const subscribers = new Set<(event: FeedEvent) => void>();
  const known = new Map<number, string>();
  const touched = new Set<number>();
  const ended = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (event: FeedEvent) => {
    for (const subscriber of subscribers) subscriber(event);
  };
  const read = async () => {
    timer = undefined;
    const ids = [...new Set([...touched, ...ended])];
    const finished = new Set(ended);
    touched.clear();
    ended.clear();
    for (const job of await readJobStates(db, ids)) {
      if (known.get(job.id) !== job.status) tell({ event: "job", data: { job_id: job.id, status: job.status } });
      known.set(job.id, job.status);
      if (finished.has(job.id)) tell({ event: "sync-end", data: endOf(job) });
    }
    if (known.size > MAX_KNOWN) known.clear();
  };
  const gather = (set: Set<number>, id: number) => {
    set.add(id);
    timer ??= setTimeout(
      () => read().catch((error) => log.warn({ err: error }, "the feed could not read jobs")),
      GATHER_MS,
    );
  };
  const states = openStates({ db, log }, tell);
  const unsubscribe = listener.subscribe(
    () => subscribers.size > 0,
    (topic) => {
      if (topic === null || subscribers.size === 0) return;
      const { name, id } = parseTopic(topic);
      if (name === "job" && id !== null) gather(touched, id);
      else if (name === "sync-end" && id !== null) gather(ended, id);
      else if (name === "status") states.changed();
    },
  );
  return {
    subscribe(onEvent) {
      if (subscribers.size === 0) states.start();
      subscribers.add(onEvent);
      return () => subscribers.delete(onEvent);
    },
    close() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

/** Tells which endpoints changed since the last reading; a hint whose change was read already names none. */
function openStates({ db, log }: Pick<FeedParts, "db" | "log">, tell: (event: FeedEvent) => void) {
  let known = new Map<string, string>();
  let turn = Promise.resolve();
  const read = async (isHint: boolean) => {
    const states = await readCheckStates(db);
    const before = known;
    known = new Map(states.map(({ service, endpointId, status }) => [`${service}/${endpointId}`, status]));
    if (!isHint) return;
    const changed = states.filter((one) => before.get(`${one.service}/${one.endpointId}`) !== one.status);
    if (changed.length === 0) tell({ event: "status", data: {} });
    for (const { service, endpointId, status } of changed)
      tell({ event: "status", data: { service, endpoint_id: endpointId, status } });
  };
  // One after the other: a reading that began earlier must not be compared later.
  const inTurn = (isHint: boolean) => {
    turn = turn
      .then(() => read(isHint))
      .catch((error) => {
        log.warn({ err: error }, "the feed could not read checks");
        if (isHint) tell({ event: "status", data: {} });
      });
  };
  return { start: () => inTurn(false), changed: () => inTurn(true) };
}

const words: Record<string, string> = {
  ok: "finished",
  warnings: "finished with warnings",
  cancelled: "was cancelled",
  skipped: "was skipped",
};

function endOf(job: JobState): Extract<FeedEvent, { event: "sync-end" }>["data"] {
  const word = words[job.outcome ?? ""];
  const message = word ? `${job.name} ${word}.` : `${job.name} failed: ${job.error ?? "no reason given"}`;
  return { job_id: job.id, ok: job.outcome === "ok" || job.outcome === "warnings", outcome: job.outcome, message };
}
