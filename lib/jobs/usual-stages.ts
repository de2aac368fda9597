import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { stages } from "../sync/stages.ts";
import { learnStage } from "./usual.ts";
import { findStageRuns } from "./usual-store.ts";
import type { StageUsual } from "./wire.ts";

export type UsualStage = { syncType: string; title: string; byEndpoint: Map<number, StageUsual> };

/** What each stage usually takes on each of these endpoints, in the order of a sync; stages that never ran left out. */
export async function listUsualStages(
  ctx: Ctx,
  query: { endpointIds: readonly number[]; now: Date },
): Promise<UsualStage[]> {
  requirePermission(ctx.actor, "jobs:read");
  const { endpointIds, now } = query;
  const keys = stages.flatMap((stage, index) =>
    endpointIds.map((proxmoxEndpointId, place) => ({
      position: index * endpointIds.length + place,
      syncType: stage.syncType,
      proxmoxEndpointId,
      streamPath: stage.streamPath,
    })),
  );
  const runs = await findStageRuns(ctx.db, { stages: keys, before: now, isOfChosenVms: false });
  const known = stages.map((stage, index) => {
    const learnt = endpointIds.flatMap((id, place) => {
      const usual = learnStage(runs.get(index * endpointIds.length + place) ?? []);
      return usual && usual.median_seconds > 0 ? [[id, usual] as const] : [];
    });
    return { syncType: stage.syncType, title: stage.title, byEndpoint: new Map(learnt) };
  });
  return known.filter((stage) => stage.byEndpoint.size > 0);
}
