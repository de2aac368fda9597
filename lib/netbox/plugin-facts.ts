/** What the plugin says about itself that decides whether a backend's writes and our syncs go through. */
import { z } from "zod";
import { isAppError } from "../errors.ts";
import { listNetboxRows } from "./list-rows.ts";
import { PLUGIN_ENDPOINTS_PATH } from "./plugin.ts";
import { netboxRequest } from "./request.ts";
import type { NetboxTarget } from "./target.ts";

const isStatus = (error: unknown, ...statuses: number[]): boolean =>
  isAppError(error) && statuses.includes(Number(error.details.status));

const RuntimeSettings = z.looseObject({
  custom_fields_enabled: z.boolean().nullish(),
  delete_orphans: z.boolean().nullish(),
});
type RuntimeSettings = z.infer<typeof RuntimeSettings>;

/** `custom_fields_enabled` of the plugin's settings; null where the plugin has no such setting or does not show it. */
export const readCustomFieldsEnabled = async (target: NetboxTarget, signal?: AbortSignal): Promise<boolean | null> =>
  (await readSettings(target, signal))?.custom_fields_enabled ?? null;

/** `delete_orphans` of the plugin's settings: a whole update ends with a sweep. Null where it is not shown. */
export const readDeletesOrphans = async (target: NetboxTarget, signal?: AbortSignal): Promise<boolean | null> =>
  (await readSettings(target, signal))?.delete_orphans ?? null;

async function readSettings(target: NetboxTarget, signal?: AbortSignal): Promise<RuntimeSettings | null> {
  try {
    const path = "/api/plugins/proxbox/settings/runtime/";
    return await netboxRequest(target, { path, schema: RuntimeSettings, signal });
  } catch (error) {
    if (isStatus(error, 403, 404)) return null;
    throw error;
  }
}

const Authority = z.looseObject({ approved: z.boolean() });

/** Has the plugin approved the target of one of its Proxmox rows? Null: this plugin approves nothing. */
export async function readPluginApproval(
  target: NetboxTarget,
  rowId: number,
  signal?: AbortSignal,
): Promise<boolean | null> {
  try {
    const path = `${PLUGIN_ENDPOINTS_PATH}${rowId}/connection-authority/`;
    return (await netboxRequest(target, { path, schema: Authority, signal })).approved;
  } catch (error) {
    if (isStatus(error, 403, 404, 409)) return null;
    throw error;
  }
}

const Choice = z.union([z.string(), z.looseObject({ value: z.string() })]);
const CoreJob = z.looseObject({
  id: z.number().int(),
  name: z.string().nullish(),
  status: Choice.nullish(),
  data: z.looseObject({ proxbox_sync: z.unknown() }).nullish(),
});
export type PluginJob = { id: number; name: string; status: string };

const OPEN_STATES = ["pending", "scheduled", "running"] as const;

/**
 * The plugin's own sync jobs that run, wait or are scheduled. Plugins before 0.0.29 have no list of their own: their
 * jobs are found among NetBox's by what they carry.
 */
export async function listOpenPluginJobs(target: NetboxTarget, signal?: AbortSignal): Promise<PluginJob[]> {
  const query = { status: OPEN_STATES };
  const list = (path: string) => listNetboxRows(target, { path, query, schema: CoreJob, signal });
  const jobs = await list("/api/plugins/proxbox/sync-jobs/").catch(async (error: unknown) => {
    if (!isStatus(error, 404)) throw error;
    return (await list("/api/core/jobs/")).filter((job) => job.data?.proxbox_sync !== undefined);
  });
  return jobs.map(({ id, name, status }) => {
    const state = typeof status === "string" ? status : status?.value;
    return { id, name: name ?? `job ${id}`, status: state ?? "pending" };
  });
}

const User = z.looseObject({ id: z.number().int().nullish() });
const Users = z.looseObject({ results: z.array(User) });

/** Does the token belong to a superuser? Null when NetBox does not tell. */
export async function isSuperuserToken(target: NetboxTarget, signal?: AbortSignal): Promise<boolean | null> {
  try {
    const { id } = await netboxRequest(target, { path: "/api/authentication-check/", schema: User, signal });
    if (!id) return null;
    // The flag itself is not shown; the filter is.
    const query = { id, is_superuser: "true" };
    const { results } = await netboxRequest(target, { path: "/api/users/users/", query, schema: Users, signal });
    return results.some((user) => user.id === id);
  } catch (error) {
    if (isStatus(error, 403)) return false;
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

const Reference = z.union([z.number(), z.looseObject({ id: z.number().int() })]);
const Tracking = z.looseObject({
  name: z.string().nullish(),
  endpoint: Reference.nullish(),
  netbox_cluster: Reference.nullish(),
});

const idOf = (reference: z.infer<typeof Reference> | null | undefined): number | null =>
  typeof reference === "number" ? reference : (reference?.id ?? null);

/** The names of the clusters that the plugin has tied to a cluster of NetBox, of one of its Proxmox rows. */
export async function listTiedClusters(target: NetboxTarget, rowId: number, signal?: AbortSignal): Promise<string[]> {
  const path = "/api/plugins/proxbox/proxmox-clusters/";
  const rows = await listNetboxRows(target, { path, schema: Tracking, signal });
  const tied = rows.filter((row) => idOf(row.endpoint) === rowId && idOf(row.netbox_cluster) !== null);
  return tied.map((row) => row.name ?? "");
}
