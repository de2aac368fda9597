/** What every open tab is told; who hears it reads again what it shows. Browser-safe. */
export type FeedEvent =
  | { event: "job"; data: { job_id: number; status: string } }
  | { event: "sync-end"; data: { job_id: number; ok: boolean; outcome: string | null; message: string } }
  | { event: "status"; data: { service?: string; endpoint_id?: number; status?: string } };
