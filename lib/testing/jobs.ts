import type { Db } from "#db/client";
import { consoleFrame } from "../frames/console-frame.ts";
import type { NewFrame } from "../frames/schema.ts";
import { JobParams } from "../jobs/schema.ts";
import { insertJob, type JobRow } from "../jobs/store.ts";

/** A pending job row without going through permissions: for tests about what happens after. */
export function pendingJob(db: Db, values: Partial<Parameters<typeof insertJob>[1]> = {}): Promise<JobRow> {
  return insertJob(db, {
    name: "Proxbox Sync",
    queue: "proxbox-default",
    params: JobParams.parse({}),
    scopeKey: "test",
    backendId: 1,
    userId: null,
    tokenId: null,
    scheduleId: null,
    parentJobId: null,
    scheduledAt: null,
    ...values,
  });
}

/** A note as a frame. */
export function noteFrame(message: string): NewFrame {
  return consoleFrame(
    { stage: "devices", attempt: 1, proxmoxEndpointId: null, at: new Date() },
    { kind: "note", message },
  );
}
