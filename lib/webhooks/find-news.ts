import { type Db, inTransaction } from "#db/client";
import { findEndedJobs, findGoneWorkers, findMissedSchedules, lockNews, type News } from "./news-store.ts";
import { insertDelivery } from "./store.ts";

const GONE_AFTER_MS = 5 * 60_000;
const STREAK = 3;

const hasFailed = (outcome: string | undefined): boolean => outcome === "failed" || outcome === "lost";
const isWell = (outcome: string | undefined): boolean => outcome === "ok" || outcome === "warnings";

/** Is this the event of a job that ended so, after runs that ended like `before` (newest first)? Pure. */
export function isNews(event: string, outcome: string, before: readonly string[]): boolean {
  if (event === "job.failing") {
    const failed = before.findIndex((earlier) => !hasFailed(earlier));
    const streak = failed < 0 ? before.length : failed;
    return hasFailed(outcome) && streak === STREAK - 1;
  }
  if (event === "job.recovered") return isWell(outcome) && hasFailed(before[0]);
  return event === "job.ended";
}

/** Writes a delivery for everything that webhooks want to know and were not told yet. Returns how many. */
export async function findNews(db: Db): Promise<number> {
  return inTransaction(db, async (tx) => {
    if (!(await lockNews(tx))) return 0;
    const jobs = (await findEndedJobs(tx)).filter(({ event, payload, before }) =>
      isNews(event, String((payload.job as { outcome: string }).outcome), before),
    );
    const news: News[] = [...jobs, ...(await findMissedSchedules(tx)), ...(await findGoneWorkers(tx, GONE_AFTER_MS))];
    for (const { webhook_id, event, dedupe_key, payload } of news) {
      const body = { event, at: new Date().toISOString(), ...payload };
      await insertDelivery(tx, { webhookId: webhook_id, event, payload: body, dedupeKey: Number(dedupe_key) });
    }
    return news.length;
  });
}
