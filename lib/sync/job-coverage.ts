import { z } from "zod";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { paging, repeated } from "../http/query.ts";
import { listPresentObjects } from "../inventory/list-present.ts";
import type { InventoryPage } from "../inventory/list-query.ts";
import { getJob } from "../jobs/get.ts";
import { listObjectsOfStages } from "../jobs/objects.ts";
import type { WireJob } from "../jobs/wire.ts";
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

type EndpointName = { id: number; name: string };
export type CoveragePage = InventoryPage<CoveredObject> & {
  totals: Record<CoveredObject["coverage"], number>;
  /** Endpoints whose objects are no rows: the job left them out as a whole, and nobody asked for them by name. */
  outside: EndpointName[];
};

/**
 * A page of what a job did about the objects of the inventory, and how many there are of each verdict. They are those
 * of the endpoints that are asked for, else of those in the scope of the job. Throws `not_found`.
 */
export async function listCoverage(ctx: Ctx, jobId: number, query: CoverageListParams): Promise<CoveragePage> {
  const { objects: all, outside } = await coverJob(ctx, jobId, query.proxmox_endpoint_id);
  const text = query.q?.toLowerCase();
  const found = all
    .filter((object) => query.kind?.includes(object.kind) ?? true)
    .filter((object) => query.coverage?.includes(object.coverage) ?? true)
    .filter((object) => !text || object.name.toLowerCase().includes(text) || String(object.vmid) === text);
  const totals = { covered: 0, failed: 0, left_out: 0, unknown: 0 };
  for (const { coverage } of all) totals[coverage] += 1;
  const results = query.format === "csv" ? found : found.slice(query.offset, query.offset + query.limit);
  return { count: found.length, isEstimate: false, results, totals, outside };
}

/** What a job did about each object that the inventory of some endpoints knows now; vanished ones are left out. */
async function coverJob(ctx: Ctx, jobId: number, asked?: readonly number[]) {
  requirePermission(ctx.actor, "jobs:read");
  const job = await getJob(ctx, jobId);
  const endpoints = await listEndpoints(ctx, "proxmox");
  const shown = asked ?? scopeOf(job) ?? endpoints.map(({ id }) => id);
  const [told, inventory, settings] = await Promise.all([
    listObjectsOfStages(ctx, jobId, Object.values(stageOfKind)),
    listPresentObjects(ctx, shown),
    readSettings(ctx.db),
  ]);
  const withoutTemplates = endpoints.filter((endpoint) => {
    const own = SyncModes.nullable()
      .catch(null)
      .parse(endpoint.sync_modes ?? null);
    return effectiveModes(settings.sync_modes, own).vm_template.mode === "disabled";
  });
  const objects = coverObjects(inventory, {
    params: job.params,
    stages: job.stages,
    isOver: job.completed_at !== null,
    objects: told,
    endpointNames: new Map(endpoints.map(({ id, name }) => [id, name])),
    leavesTemplates: (id) => withoutTemplates.some((endpoint) => endpoint.id === id),
  });
  const outside = asked ? [] : endpoints.filter(({ id }) => !shown.includes(id)).map(({ id, name }) => ({ id, name }));
  return { objects, outside };
}

/** The endpoints that a job has steps for or was to have; null of one that names none and has no steps yet. */
function scopeOf({ params, stages }: WireJob): number[] | null {
  const ids = [...params.proxmox_endpoint_ids, ...stages.flatMap((stage) => stage.proxmox_endpoint_id ?? [])];
  return ids.length > 0 ? [...new Set(ids)] : null;
}
