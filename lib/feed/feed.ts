import type { Db } from "#db/client";
import type { Listener } from "../events/listen.ts";
import { parseTopic } from "../events/topics.ts";
import { type JobState, readJobStates } from "../jobs/states.ts";
import type { Logger } from "../log.ts";
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
  const unsubscribe = listener.subscribe(
    () => subscribers.size > 0,
    (topic) => {
      if (topic === null || subscribers.size === 0) return;
      const { name, id } = parseTopic(topic);
      if (name === "job" && id !== null) gather(touched, id);
      else if (name === "sync-end" && id !== null) gather(ended, id);
      else if (name === "status") tell({ event: "status", data: {} });
    },
  );
  return {
    subscribe(onEvent) {
      subscribers.add(onEvent);
      return () => subscribers.delete(onEvent);
    },
    close() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
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
