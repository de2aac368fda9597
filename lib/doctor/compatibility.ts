/**
 * Which releases of proxbox-api, of the plugin netbox-proxbox and of NetBox fit each other. Read from the published
 * packages: the backend asks the plugin for a row of each Proxmox from 0.0.29 on and has it tie the cluster by an action
 * that came with 0.0.31; 0.0.30 gets along without it where a superuser's token shows a cluster that is tied already.
 * 0.0.20 finds its objects by custom fields that the plugin may have turned off; 0.0.22 and newer do not.
 */
import { isOlderThan } from "../backend/version.ts";

const NEEDS_ROW = "0.0.29";
const TIES_BY_ACTION = "0.0.31";
const ADOPTS_TIED = "0.0.30";
const WITHOUT_CUSTOM_FIELDS = "0.0.22";

/** The pairs that the plugin's own release notes name, newest first. */
export const PAIRS = [
  { plugin: "0.0.29.post6", backend: "0.0.27.post4" },
  { plugin: "0.0.27.post1", backend: "0.0.23.post3" },
  { plugin: "0.0.26.post2", backend: "0.0.21.post6" },
] as const;

/** NetBox releases that plugins from 0.0.29 on load in. */
export const NETBOX_RELEASES = { from: "4.5.8", before: "4.8" } as const;

export type Fit =
  | "fits"
  /** Works only where every cluster is tied to NetBox already, and with a superuser's token. */
  | "fits-tied-clusters"
  | "plugin-too-old"
  /** The plugin keeps what several stages look for turned off: they report success and do nothing. */
  | "custom-fields-off";

/** How a backend and a plugin go together; `customFieldsEnabled` is null where the plugin has no such setting. */
export function fitOf(release: { backend: string; plugin: string; customFieldsEnabled: boolean | null }): Fit {
  const { backend, plugin, customFieldsEnabled } = release;
  const isPluginOld = isOlderThan(plugin, TIES_BY_ACTION);
  if (needsPluginRow(backend) && isPluginOld) {
    return isOlderThan(backend, ADOPTS_TIED) ? "plugin-too-old" : "fits-tied-clusters";
  }
  if (customFieldsEnabled === false && isOlderThan(backend, WITHOUT_CUSTOM_FIELDS)) return "custom-fields-off";
  return "fits";
}

/** Does this backend refuse every write without the plugin's row of the same host and port? */
export const needsPluginRow = (backend: string): boolean => !isOlderThan(backend, NEEDS_ROW);

/** Must that row have a site? Only where the cluster is not tied by the plugin's action. */
export const needsSite = (backend: string, plugin: string): boolean =>
  needsPluginRow(backend) && isOlderThan(plugin, TIES_BY_ACTION);

/** Is NetBox inside of what the plugin loads in? */
export function isNetboxSupported(netbox: string): boolean {
  return !isOlderThan(netbox, NETBOX_RELEASES.from) && isOlderThan(netbox, NETBOX_RELEASES.before);
}
