import type { Db } from "#db/client";
import { JobParams } from "./schema.ts";
import type { StageRow } from "./stages-store.ts";
import type { JobRow } from "./store.ts";
import { learnStage } from "./usual.ts";
import { findStageRuns, type StageKey } from "./usual-store.ts";
import type { StageUsual } from "./wire.ts";

/** What each stage of a job usually took before this job began, by position; a stage without a past is left out. */
export async function readUsual(
  db: Db,
  job: Pick<JobRow, "params" | "startedAt">,
  stages: readonly StageRow[],
): Promise<Map<number, StageUsual>> {
  const keys = stages.flatMap(({ position, syncType, proxmoxEndpointId, streamPath }): StageKey[] =>
    proxmoxEndpointId === null ? [] : [{ position, syncType, proxmoxEndpointId, streamPath }],
  );
  if (keys.length === 0) return new Map();
  const runs = await findStageRuns(db, {
    stages: keys,
    before: job.startedAt ?? new Date(),
    isOfChosenVms: JobParams.parse(job.params).netbox_vm_ids.length > 0,
  });
  const learnt = [...runs].map(([position, list]) => [position, learnStage(list)] as const);
  return new Map(learnt.flatMap(([position, usual]) => (usual ? [[position, usual] as const] : [])));
}
