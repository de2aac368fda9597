import { z } from "zod";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { paging, repeated } from "../http/query.ts";
import { listPresentObjects } from "../inventory/list-present.ts";
import type { InventoryPage } from "../inventory/list-query.ts";
import { getJob } from "../jobs/get.ts";
import { listObjectsOfStages } from "../jobs/objects.ts";
import { readSettings } from "../settings/read.ts";
import { SyncModes } from "../settings/schema.ts";
import { type CoveredObject, coverageKinds, coverageStates, coverObjects, stageOfKind } from "./cover-objects.ts";
import { effectiveModes } from "./modes.ts";

export const CoverageListParams = z.strictObject({
  ...paging,
  format: z.enum(["json", "csv"]).optional(),
  q: z.string().max(200).optional(),
  kind: repeated(z.enum(coverageKinds)),
  coverage: repeated(z.enum(coverageStates)),
  proxmox_endpoint_id: repeated(z.coerce.number().int().positive()),
});
export type CoverageListParams = z.infer<typeof CoverageListParams>;

export type CoveragePage = InventoryPage<CoveredObject> & { totals: Record<CoveredObject["coverage"], number> };

/** A page of what a job did about the objects of the inventory, and how many there are of each verdict. */
export async function listCoverage(ctx: Ctx, jobId: number, query: CoverageListParams): Promise<CoveragePage> {
  const all = await getJobCoverage(ctx, jobId);
  const text = query.q?.toLowerCase();
  const found = all
    .filter((object) => query.kind?.includes(object.kind) ?? true)
    .filter((object) => query.coverage?.includes(object.coverage) ?? true)
    .filter((object) => query.proxmox_endpoint_id?.includes(object.proxmox_endpoint_id) ?? true)
    .filter((object) => !text || object.name.toLowerCase().includes(text) || String(object.vmid) === text);
  const totals = { covered: 0, failed: 0, left_out: 0, unknown: 0 };
  for (const { coverage } of all) totals[coverage] += 1;
  const results = query.format === "csv" ? found : found.slice(query.offset, query.offset + query.limit);
  return { count: found.length, isEstimate: false, results, totals };
}

/** What a job did about each object that the inventory knows now; vanished ones are left out. Throws `not_found`. */
export async function getJobCoverage(ctx: Ctx, jobId: number): Promise<CoveredObject[]> {
  requirePermission(ctx.actor, "jobs:read");
  const job = await getJob(ctx, jobId);
  const [objects, inventory, endpoints, settings] = await Promise.all([
    listObjectsOfStages(ctx, jobId, Object.values(stageOfKind)),
    listPresentObjects(ctx),
    listEndpoints(ctx, "proxmox"),
    readSettings(ctx.db),
  ]);
  const withoutTemplates = endpoints.filter((endpoint) => {
    const own = SyncModes.nullable()
      .catch(null)
      .parse(endpoint.sync_modes ?? null);
    return effectiveModes(settings.sync_modes, own).vm_template.mode === "disabled";
  });
  return coverObjects(inventory, {
    params: job.params,
    stages: job.stages,
    isOver: job.completed_at !== null,
    objects,
    endpointNames: new Map(endpoints.map(({ id, name }) => [id, name])),
    leavesTemplates: (id) => withoutTemplates.some((endpoint) => endpoint.id === id),
  });
}
