/**
 * What a job did about each object that the inventory knows, and why not where it did nothing; pure. The backend tells
 * of single objects where it can: some stages only list what they found and then count, a single stream counts all of
 * its stages together, and two guests of one name are one to it. Where that leaves a doubt, the answer is `unknown`.
 */
import { z } from "zod";
import type { JobObject } from "../frames/objects.ts";
import type { JobParams } from "../jobs/schema.ts";
import type { WireStage } from "../jobs/wire.ts";
import { type SyncType, stageTitle } from "./stages.ts";

export const coverageKinds = ["node", "storage", "vm"] as const;
export const coverageStates = ["covered", "failed", "left_out", "unknown"] as const;

export const CoveredObject = z
  .object({
    kind: z.enum(coverageKinds),
    id: z.number(),
    name: z.string(),
    /** Where a guest or a storage of one node is. */
    node: z.string().nullable(),
    vmid: z.number().nullable(),
    proxmox_endpoint_id: z.number(),
    coverage: z.enum(coverageStates),
    /** Null where it is covered and nothing is to be said. */
    reason: z.string().nullable(),
    /** The line of the log that told of it last. */
    seq: z.number().nullable(),
    netbox_url: z.string().nullable(),
    display_url: z.string(),
  })
  .meta({ id: "CoveredObject" });
export type CoveredObject = z.infer<typeof CoveredObject>;

export type InventoryObject = Pick<
  CoveredObject,
  "kind" | "id" | "name" | "node" | "vmid" | "proxmox_endpoint_id" | "netbox_url" | "display_url"
> & { netboxId: number | null; isTemplate: boolean };

export type CoveredJob = {
  params: JobParams;
  stages: readonly WireStage[];
  isOver: boolean;
};

type Context = CoveredJob & {
  told: ReadonlyMap<string, JobObject[]>;
  twins: ReadonlySet<string>;
  endpointNames: ReadonlyMap<number, string>;
  leavesTemplates: (endpointId: number) => boolean;
};
type Verdict = Pick<CoveredObject, "coverage" | "reason"> & { seq?: number };

/** The stage that tells of the objects of a kind. */
export const stageOfKind: Record<CoveredObject["kind"], SyncType> = {
  node: "devices",
  storage: "storage",
  vm: "virtual-machines",
};

/** One row for each object of the inventory, in its order. */
export function coverObjects(
  inventory: readonly InventoryObject[],
  job: CoveredJob & Pick<Context, "endpointNames" | "leavesTemplates"> & { objects: readonly JobObject[] },
): CoveredObject[] {
  const told = Map.groupBy(job.objects, (object) => placeOf(object.stage, object.proxmox_endpoint_id, object.name));
  const seen = new Set<string>();
  const twins = new Set<string>();
  for (const object of inventory) {
    if (object.kind !== "vm") continue;
    const key = `${object.proxmox_endpoint_id}/${object.name.toLowerCase()}`;
    (seen.has(key) ? twins : seen).add(key);
  }
  const context: Context = { ...job, told, twins };
  return inventory.map(({ netboxId, isTemplate, ...object }) => {
    const { coverage, reason, seq } = judge({ netboxId, isTemplate, ...object }, context);
    return { ...object, coverage, reason, seq: seq ?? null };
  });
}

const placeOf = (stage: string, endpointId: number | null, name: string): string =>
  `${stage}/${endpointId ?? 0}/${name.toLowerCase()}`;

function judge(object: InventoryObject, context: Context): Verdict {
  const { params } = context;
  const own = context.stages.filter((stage) => stage.proxmox_endpoint_id === object.proxmox_endpoint_id);
  const syncType = stageOfKind[object.kind];
  const stage = own.find((one) => one.sync_type === syncType) ?? own.find((one) => one.sync_type === "full-update");
  if (own.length === 0) {
    const name = context.endpointNames.get(object.proxmox_endpoint_id) ?? `Endpoint ${object.proxmox_endpoint_id}`;
    return leftOut(`${name} is not in the scope of this job.`);
  }
  if (!stage) return leftOut(`This job did not run the stage ${stageTitle(syncType)}.`);
  if (stage.status === "skipped") return leftOut(stage.reason ?? "The stage was skipped.");
  if (object.kind === "vm" && !isChosen(object, params)) {
    const why = object.netboxId === null ? "NetBox did not have this one" : "this one is not among them";
    return leftOut(`The job was limited to chosen VMs, and ${why}.`);
  }
  if (stage.status === "pending") {
    return context.isOver ? leftOut("The job ended before this stage.") : unknown("The job has not come to it yet.");
  }
  const said = context.told.get(placeOf(syncType, object.proxmox_endpoint_id, object.name)) ?? [];
  const last = said.toSorted((a, b) => b.seq - a.seq)[0];
  return last ? judgeTold(object, last, stage, context) : judgeUntold(object, stage, context);
}

const isChosen = ({ netboxId }: InventoryObject, { netbox_vm_ids: ids }: JobParams): boolean =>
  ids.length === 0 || (netboxId !== null && ids.includes(netboxId));

function judgeTold(object: InventoryObject, last: JobObject, stage: WireStage, context: Context): Verdict {
  const { seq } = last;
  if (last.status === "failed" || last.operation === "failed")
    return { coverage: "failed", reason: last.message ?? "The backend said that it failed, and not why.", seq };
  const isTwin = context.twins.has(`${object.proxmox_endpoint_id}/${object.name.toLowerCase()}`);
  if (isTwin && object.kind === "vm")
    return unknown("More than one guest has this name, and the backend tells them by name alone.", seq);
  if (last.status === "warning") return { coverage: "covered", reason: last.message, seq };
  if (last.status !== "discovered") return { coverage: "covered", reason: null, seq };
  // It was found; whether it was written, only the count of its stage tells.
  if (stage.status === "failed") return { coverage: "failed", reason: stageFailure(stage), seq };
  if (stage.status === "running") return unknown("It was found, and its stage still runs.", seq);
  const failed = stage.counts.failed ?? 0;
  if (failed > 0)
    return unknown(`It was found. The backend counted ${failed} failed and did not say which. A preview tells.`, seq);
  return { coverage: "covered", reason: null, seq };
}

function judgeUntold(object: InventoryObject, stage: WireStage, context: Context): Verdict {
  if (context.params.mode === "json") return unknown("The JSON mode tells nothing of single objects.");
  if (stage.status === "failed") return { coverage: "failed", reason: stageFailure(stage) };
  if (stage.status === "running") return unknown("Its stage still runs.");
  if (object.isTemplate && context.leavesTemplates(object.proxmox_endpoint_id))
    return leftOut("It is a template, and their sync mode is disabled.");
  return leftOut("The backend did not find it: it may be newer than this run, or on a node that was offline.");
}

const stageFailure = (stage: WireStage): string => `Its stage failed${stage.error ? `: ${stage.error}` : "."}`;

const leftOut = (reason: string): Verdict => ({ coverage: "left_out", reason });
const unknown = (reason: string, seq?: number): Verdict => ({ coverage: "unknown", reason, seq });
