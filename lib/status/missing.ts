import { START_WORKER_COMMAND } from "../jobs/waiting.ts";
import type { LiveWorker } from "../workers/live.ts";

type Facts = { database: { up: boolean; notifications: boolean }; workers: readonly LiveWorker[] };

/** What this console lacks to run syncs and to show them as they go, in words; empty when nothing. */
export function whatIsMissing({ database, workers }: Facts): string[] {
  const takes = (worker: LiveWorker) => worker.state === "ready" && worker.missing.length === 0;
  return [
    ...(database.up ? [] : ["the database"]),
    ...(database.notifications ? [] : ["the database's notifications"]),
    ...(workers.some(takes) ? [] : [`a worker that takes jobs: ${START_WORKER_COMMAND}`]),
    ...workers.filter((worker) => worker.state === "ready" && worker.missing.length > 0).map(lack),
  ];
}

const lack = (worker: LiveWorker): string => `worker ${worker.name}: ${worker.missing.join(", ")}`;
