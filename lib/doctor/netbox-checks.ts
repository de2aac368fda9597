import { isAppError } from "../errors.ts";
import { listOpenPluginJobs } from "../netbox/plugin-facts.ts";
import { proveNetboxWrite } from "../netbox/prove-write.ts";
import { readNetboxSkewMs } from "../netbox/request.ts";
import { clockOutcome } from "./clock-outcome.ts";
import { isNetboxSupported, NETBOX_RELEASES } from "./compatibility.ts";
import { layerChecks, stepId, subjectOf } from "./layer-checks.ts";
import type { NetboxPart } from "./round.ts";
import type { Check, Outcome } from "./run-checks.ts";

export const netboxCheckId = (id: number, name: string): string => `netbox/${id}/${name}`;

export const NETBOX_PLUGIN_COMMAND = "pip install --upgrade netbox-proxbox && python3 manage.py migrate";

/** A NetBox: its layers, its clock, its plugin, whether somebody else syncs, and that it accepts a write. */
export function netboxChecks(part: NetboxPart): Check[] {
  const { endpoint } = part;
  const at = (name: string) => netboxCheckId(endpoint.id, name);
  const subject = subjectOf("netbox", part.listed);
  const login = stepId("netbox", endpoint.id, "login");
  const check = (name: string, title: string, needs: string[], run: Check["run"]): Check => ({
    id: at(name),
    subject,
    title,
    needs,
    run,
  });
  return [
    ...layerChecks({ kind: "netbox", ...part }),
    check("clock", "Its clock agrees with ours", [stepId("netbox", endpoint.id, "http")], async (signal) =>
      clockOutcome(await readNetboxSkewMs(endpoint, signal)),
    ),
    check("release", "Its release is one the plugin loads in", [login], (signal) => releaseOutcome(part, signal)),
    check("plugin", "The plugin netbox-proxbox is installed", [login], (signal) => pluginOutcome(part, signal)),
    check("plugin-answers", "The plugin answers", [at("plugin")], (signal) => answersOutcome(part, signal)),
    check("plugin-jobs", "The plugin runs no syncs of its own", [at("plugin-answers")], (signal) =>
      jobsOutcome(part, signal),
    ),
    check("write", "NetBox accepts a write", [login], (signal) => writeOutcome(part, signal)),
  ];
}

async function releaseOutcome(part: NetboxPart, signal: AbortSignal): Promise<Outcome> {
  const { netboxVersion } = await part.status(signal);
  if (isNetboxSupported(netboxVersion)) return { status: "ok", cause: `NetBox ${netboxVersion}.` };
  return {
    status: "warning",
    cause: `NetBox ${netboxVersion} is outside of what netbox-proxbox 0.0.29 is made for (from ${NETBOX_RELEASES.from}, before ${NETBOX_RELEASES.before}).`,
    remedy: "Look into the release notes of the plugin before you rely on it.",
  };
}

async function pluginOutcome(part: NetboxPart, signal: AbortSignal): Promise<Outcome> {
  const { plugins, netboxVersion } = await part.status(signal);
  const version = plugins.netbox_proxbox;
  if (version) return { status: "ok", cause: `netbox-proxbox ${version}.` };
  return {
    status: "failed",
    cause: `NetBox ${netboxVersion} does not list netbox-proxbox among its plugins: its API is what the backend writes to.`,
    remedy:
      'Install it in NetBox\'s environment, add "netbox_proxbox" to PLUGINS in configuration.py, migrate, and restart NetBox and its workers.',
    command: NETBOX_PLUGIN_COMMAND,
  };
}

async function answersOutcome(part: NetboxPart, signal: AbortSignal): Promise<Outcome> {
  const rows = await part.rows(signal);
  return {
    status: "ok",
    cause: rows.length === 1 ? "It holds one Proxmox endpoint." : `It holds ${rows.length} Proxmox endpoints.`,
  };
}

async function jobsOutcome(part: NetboxPart, signal: AbortSignal): Promise<Outcome> {
  const jobs = await listOpenPluginJobs(part.endpoint, signal);
  const [first] = jobs;
  if (!first) return { status: "ok", cause: "None of its sync jobs runs, waits or is scheduled." };
  const running = jobs.find((job) => job.status === "running");
  const shown = running ?? first;
  const others = jobs.length > 1 ? ` and ${jobs.length - 1} more` : "";
  return {
    status: running ? "failed" : "warning",
    cause: `The plugin's job ${shown.id} (${shown.name}) is ${shown.status}${others}: two that sync the same cluster get into each other's way.`,
    remedy:
      "Let only one of the two sync: delete the plugin's scheduled jobs in NetBox under Operations → Jobs, and set its sync interval to 0.",
  };
}

async function writeOutcome(part: NetboxPart, signal: AbortSignal): Promise<Outcome> {
  const change = await proveNetboxWrite(part.endpoint, signal).catch((error: unknown) => {
    if (!isAppError(error) || error.code === "backend_unreachable") throw error;
    return error;
  });
  if (typeof change === "string") {
    const what =
      change === "created" ? "the tag Proxbox was made, as a backend would" : "the tag Proxbox was written as it is";
    return { status: "ok", cause: `It took one just now: ${what}.` };
  }
  return {
    status: "failed",
    cause: change.message,
    remedy:
      "Turn writing on for this token (Write enabled), and give its user the permission to add, change and delete what a sync writes, the plugin's objects included.",
  };
}
