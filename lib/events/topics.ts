/** Topics are hints: who hears one reads the rows again. Browser-safe. */
export const topics = {
  job: (jobId: number) => `job:${jobId}` as const,
  cancel: (jobId: number) => `cancel:${jobId}` as const,
  syncEnd: (jobId: number) => `sync-end:${jobId}` as const,
  jobs: "jobs",
  status: "status",
  settings: "settings",
  endpoints: "endpoints",
  schedules: "schedules",
  inventory: "inventory",
  previews: "previews",
  sessions: "sessions",
} as const;

/** The channel of every NOTIFY of the console. */
export const CHANNEL = "proxbox";

/** `sync-end:12` → `{ name: "sync-end", id: 12 }`; `jobs` → `{ name: "jobs", id: null }`. */
export function parseTopic(topic: string): { name: string; id: number | null } {
  const separator = topic.indexOf(":");
  if (separator < 0) return { name: topic, id: null };
  const id = Number(topic.slice(separator + 1));
  return { name: topic.slice(0, separator), id: Number.isInteger(id) ? id : null };
}
