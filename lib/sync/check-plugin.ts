import { errorMessage } from "../errors.ts";
import { listPluginProxmoxEndpoints, readNetboxStatus } from "../netbox/plugin.ts";
import { isSameAddress } from "./backend-ids.ts";
import type { Hint, PreflightInput, Tell } from "./preflight.ts";

/** How 0.0.30 and newer refuse every write when the plugin has no matching row. */
const UNRESOLVED = /Cannot resolve one exact NetBox ProxmoxEndpoint/i;

/** How they refuse it when the plugin is too old for them. */
const TOO_OLD: Hint = {
  explains: /sync-cluster action/i,
  suggestion: "Update netbox-proxbox in NetBox to 0.0.31 or newer: this backend asks it to bind the cluster.",
};

/** The backend keeps answers of NetBox on disk, and uses them for a while after NetBox changed. */
const CACHED: Hint = {
  explains: UNRESOLVED,
  suggestion:
    "The row is there now. The backend keeps NetBox's answers for up to five minutes; run the sync again after that.",
};

/**
 * NetBox itself: is its plugin there, and does it know these Proxmox endpoints? Nothing here blocks: we may not reach
 * NetBox while the backend does. What is found explains later failures.
 */
export async function checkPlugin(input: PreflightInput, signal: AbortSignal, tell: Tell): Promise<Hint[]> {
  if (!input.netbox) return [];
  try {
    const status = await readNetboxStatus(input.netbox, signal);
    const plugin = status.plugins.netbox_proxbox;
    if (plugin === undefined) {
      const remedy = "Install netbox-proxbox in NetBox: its API is what the backend writes to.";
      await tell.note(`NetBox ${status.netboxVersion} answers without the plugin netbox-proxbox. ${remedy}`);
      return [{ explains: /plugin|404|not found|resolve/i, suggestion: remedy }];
    }
    await tell.good(`NetBox ${status.netboxVersion} answers, with netbox-proxbox ${plugin}.`);
    return await checkRows(input, signal, tell);
  } catch (error) {
    if (signal.aborted) throw error;
    await tell.note(`NetBox was not checked from here: ${errorMessage(error)}`);
    return [];
  }
}

async function checkRows(input: PreflightInput, signal: AbortSignal, tell: Tell): Promise<Hint[]> {
  const { netbox, endpoints } = input;
  if (!netbox) return [];
  const rows = await listPluginProxmoxEndpoints(netbox, signal);
  const missing = endpoints.filter((endpoint) => rows.filter((row) => isSameAddress(endpoint, row)).length !== 1);
  const names = missing.map(
    (endpoint) => `${endpoint.name} (${endpoint.domain ?? endpoint.ipAddress}:${endpoint.port})`,
  );
  if (missing.length === 0) {
    await tell.good("The plugin knows each Proxmox endpoint by host and port.");
    return [CACHED, TOO_OLD];
  }
  const remedy = `In NetBox, under Proxbox → Proxmox endpoints, there must be exactly one row with the host and port of ${names.join(", ")}.`;
  await tell.note(
    `The plugin in NetBox has no single matching row for ${names.join(", ")}: newer backends then refuse every write. ${remedy}`,
  );
  return [{ explains: UNRESOLVED, suggestion: remedy }, TOO_OLD];
}
