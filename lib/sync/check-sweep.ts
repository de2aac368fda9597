import { isOlderThan } from "../backend/version.ts";
import { errorMessage } from "../errors.ts";
import type { JobFailure } from "../jobs/schema.ts";
import { readDeletesOrphans } from "../netbox/plugin-facts.ts";
import type { NetboxTarget } from "../netbox/target.ts";
import type { Tell } from "./preflight.ts";

/** From here on a sweep looks only at the endpoints of its request, and asks Proxmox again before it marks anything. */
const SCOPED_SINCE = "0.0.30";

/**
 * A whole update ends with a sweep of orphans when the plugin says so, and each of our requests names one endpoint: an
 * older backend takes the VMs of all others for orphans then, and deletes them. Null when that cannot happen. A
 * setting that cannot be read is told, and does not block: it is off unless somebody turned it on.
 */
export async function refuseSweep(
  input: { netbox: NetboxTarget | null; version: string; remoteEndpoints: number },
  signal: AbortSignal,
  tell: Tell,
): Promise<JobFailure | null> {
  const { netbox, version, remoteEndpoints } = input;
  if (!netbox || !isOlderThan(version, SCOPED_SINCE) || remoteEndpoints < 2) return null;
  try {
    if ((await readDeletesOrphans(netbox, signal)) !== true) return null;
    return {
      code: "PreflightFailed",
      message: `The plugin in NetBox deletes orphans, and proxbox-api ${version} would take every VM of the other Proxmox endpoints for one.`,
      suggestion: "Sync in stages, which sweeps nothing; or turn delete_orphans off in the plugin's settings.",
    };
  } catch (error) {
    if (signal.aborted) throw error;
    await tell.note(`Whether the plugin deletes orphans could not be read: ${errorMessage(error)}`);
    return null;
  }
}
