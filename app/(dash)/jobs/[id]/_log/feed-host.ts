import type { FeedAnswer, FeedHost } from "./job-feed.ts";

const HIDDEN_TAB_PAUSE_MS = 250;

/** The browser as a feed needs it. A hidden tab paints no frames and is told by timer. */
export const browserHost = (jobId: number, cursor: () => number): FeedHost => ({
  open: (url) => new EventSource(url),
  soon: (run) => {
    if (document.hidden) setTimeout(run, HIDDEN_TAB_PAUSE_MS);
    else requestAnimationFrame(run);
  },
  later: (run, delayMs) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  ask: () => askJob(jobId, cursor),
});

async function askJob(jobId: number, cursor: () => number): Promise<FeedAnswer> {
  try {
    const response = await fetch(`/api/jobs/${jobId}`, { headers: { accept: "application/json" } });
    if ([401, 403, 404].includes(response.status)) return { link: "refused" };
    if (!response.ok) return { link: "again" };
    const job = (await response.json()) as { completed_at: string | null; last_seq: number };
    const isOver = job.completed_at !== null && job.last_seq <= cursor();
    return { link: isOver ? "ended" : "again", lastSeq: job.last_seq };
  } catch {
    return { link: "again" };
  }
}
