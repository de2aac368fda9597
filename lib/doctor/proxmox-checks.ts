import { readClusterStatus } from "../backend/clusters.ts";
import { candidateUrls } from "../backend/context.ts";
import { errorMessage, isAppError } from "../errors.ts";
import { listTiedClusters, readPluginApproval } from "../netbox/plugin-facts.ts";
import { matchRemote } from "../sync/backend-ids.ts";
import { backendCheckId } from "./backend-checks.ts";
import { askBackend } from "./command.ts";
import { fitOf, needsPluginRow, needsSite } from "./compatibility.ts";
import { layerChecks, stepId, subjectOf } from "./layer-checks.ts";
import { netboxCheckId } from "./netbox-checks.ts";
import { matchPluginRow } from "./plugin-row.ts";
import type { BackendPart, NetboxPart, ProxmoxPart } from "./round.ts";
import { type Check, type Outcome, skipped } from "./run-checks.ts";

type Served = { part: ProxmoxPart; backend: BackendPart; netbox: NetboxPart };

export const proxmoxCheckId = (id: number, name: string): string => `proxmox/${id}/${name}`;

/** A Proxmox endpoint: our own way to it, what the plugin in NetBox holds of it, and the backend's way to it. */
export function proxmoxChecks(part: ProxmoxPart): Check[] {
  const { endpoint, backend } = part;
  const subject = subjectOf("proxmox", part.listed);
  const at = (name: string) => proxmoxCheckId(endpoint.id, name);
  const check = (name: string, title: string, needs: string[], run: Check["run"]): Check => ({
    id: at(name),
    subject,
    title,
    needs,
    run,
  });
  const layers = layerChecks({ kind: "proxmox", ...part });
  if (!backend) {
    const cause = "The backend it belongs to is disabled, or there is none.";
    const remedy = "Enable a backend, or choose another one at its page.";
    return [...layers, check("backend", "It has a backend", [], async () => ({ status: "failed", cause, remedy }))];
  }
  const login = stepId("backends", backend.endpoint.id, "login");
  return [
    ...layers,
    ...(backend.netbox ? pluginChecks({ part, backend, netbox: backend.netbox }, check) : []),
    check("given", "The backend has it", [login], (signal) => givenOutcome(part, backend, signal)),
    check("backend-login", "The backend signs in to it", [at("given")], (signal) =>
      signInOutcome(part, backend, signal),
    ),
  ];
}

type MakeCheck = (name: string, title: string, needs: string[], run: Check["run"]) => Check;

function pluginChecks(served: Served, check: MakeCheck): Check[] {
  const { part, backend, netbox } = served;
  const row = proxmoxCheckId(part.endpoint.id, "plugin-row");
  const fit = backendCheckId(backend.endpoint.id, "fit");
  return [
    check("plugin-row", "The plugin has its row", [netboxCheckId(netbox.endpoint.id, "plugin-answers")], (signal) =>
      rowOutcome(served, signal),
    ),
    check("plugin-site", "That row has a site", [row], (signal) => siteOutcome(served, signal)),
    check("plugin-approval", "The plugin's own approval is not in the way", [row], (signal) =>
      approvalOutcome(served, signal),
    ),
    check("tied", "Its cluster can be tied to NetBox", [row, fit], (signal) => tiedOutcome(served, signal)),
  ];
}

const addressOf = ({ endpoint }: ProxmoxPart): string => `${endpoint.domain ?? endpoint.ipAddress}:${endpoint.port}`;

async function rowOutcome({ part, backend, netbox }: Served, signal: AbortSignal): Promise<Outcome> {
  const match = matchPluginRow(part.endpoint, await netbox.rows(signal));
  const address = addressOf(part);
  if (match.kind === "one" && match.row.enabled)
    return { status: "ok", cause: `Row ${match.row.id} (${match.row.name ?? address}) has its host and port.` };
  const { version } = await backend.check(signal);
  const isNeeded = version === null || needsPluginRow(version);
  const status = isNeeded ? "failed" : "warning";
  const effect = isNeeded
    ? "the backend refuses every write then"
    : "this backend does without, newer ones refuse every write then";
  if (match.kind === "one")
    return {
      status,
      cause: `Row ${match.row.id} of the plugin is disabled: ${effect}.`,
      remedy: "Enable it in NetBox under Proxbox → Proxmox endpoints.",
    };
  if (match.kind === "several")
    return {
      status,
      cause: `The plugin has several rows with ${address} (${match.ids.join(", ")}): ${effect}.`,
      remedy: "Delete all but one of them in NetBox under Proxbox → Proxmox endpoints.",
    };
  const [near] = match.near;
  if (near)
    return {
      status,
      cause: `Row ${near.id} of the plugin is for the same machine, but does not name ${address} as the address that is asked first: ${effect}.`,
      remedy: `Give that row the same domain, IP address and port as ${part.endpoint.name} has here.`,
    };
  return {
    status,
    cause: `The plugin has no row with the host and port ${address}: ${effect}.`,
    remedy:
      "Let the console make it, or add it in NetBox under Proxbox → Proxmox endpoints. The backend may remember the old state for up to five minutes.",
    offer: { action: "create-plugin-row", label: "Make the row in NetBox" },
  };
}

async function oneRow({ part, netbox }: Served, signal: AbortSignal) {
  const match = matchPluginRow(part.endpoint, await netbox.rows(signal));
  return match.kind === "one" ? match.row : null;
}

async function releasesOf({ backend, netbox }: Served, signal: AbortSignal) {
  const { version } = await backend.check(signal);
  const { plugins } = await netbox.status(signal);
  return { backend: version, plugin: plugins.netbox_proxbox ?? null };
}

async function siteOutcome(served: Served, signal: AbortSignal): Promise<Outcome> {
  const row = await oneRow(served, signal);
  if (!row) return skipped(NO_ROW);
  if (row.site !== null) return { status: "ok", cause: row.site === "" ? "It has one." : `Its site is ${row.site}.` };
  const { backend, plugin } = await releasesOf(served, signal);
  if (backend && plugin && needsSite(backend, plugin)) {
    return {
      status: "failed",
      cause: `Row ${row.id} has no site: with netbox-proxbox ${plugin} the sync then ends in “value should be str, int or float, got None”.`,
      remedy: "Choose a site for it in NetBox under Proxbox → Proxmox endpoints.",
    };
  }
  return {
    status: "ok",
    cause: "It has none; these releases do without, and put nodes into the site that the plugin's settings name.",
  };
}

const NO_ROW = "There is no single row to look at.";

async function approvalOutcome(served: Served, signal: AbortSignal): Promise<Outcome> {
  const row = await oneRow(served, signal);
  if (!row) return skipped(NO_ROW);
  const isApproved = await readPluginApproval(served.netbox.endpoint, row.id, signal);
  if (isApproved === null)
    return { status: "ok", cause: "This plugin asks for no approval, or does not show it to this token." };
  if (isApproved) return { status: "ok", cause: "The plugin has approved this target." };
  return {
    status: "ok",
    cause:
      "The plugin has not approved this target. That stops only syncs started in NetBox: the console gives the backend its credentials itself.",
  };
}

async function tiedOutcome(served: Served, signal: AbortSignal): Promise<Outcome> {
  const { backend, plugin } = await releasesOf(served, signal);
  if (!backend || !plugin) return skipped("One of the two releases is not known.");
  const fit = fitOf({ backend, plugin, customFieldsEnabled: null });
  if (fit !== "fits-tied-clusters")
    return { status: "ok", cause: "The backend or the plugin does it with the first sync." };
  const row = await oneRow(served, signal);
  if (!row) return skipped(NO_ROW);
  const tied = await listTiedClusters(served.netbox.endpoint, row.id, signal);
  if (tied.length === 1) return { status: "ok", cause: `It is tied already: ${tied[0]}.` };
  return {
    status: "failed",
    cause: `The plugin has ${tied.length === 0 ? "no cluster" : `${tied.length} clusters`} tied to row ${row.id}, and netbox-proxbox ${plugin} cannot tie it for the backend.`,
    remedy:
      "Update netbox-proxbox to 0.0.31 or newer; or make the cluster in NetBox and name it in exactly one row under Proxbox → Clusters, with the same name as in Proxmox.",
  };
}

async function givenOutcome(part: ProxmoxPart, backend: BackendPart, signal: AbortSignal): Promise<Outcome> {
  const match = await remoteOf(part, backend, signal);
  if (match.kind === "one") return { status: "ok", cause: `It is number ${match.row.id} there.` };
  if (match.kind === "none") return { status: "ok", cause: "Not yet: the first sync gives it to the backend." };
  return {
    status: "failed",
    cause: `${backend.endpoint.name} holds several endpoints with this address (ids ${match.ids.join(", ")}): a sync would not know which to read.`,
    remedy: "Delete all but one of them at the backend.",
    command: askBackend(
      "DELETE",
      `${candidateUrls(backend.endpoint)[0]?.url ?? ""}/proxmox/endpoints/${match.ids.at(-1)}`,
    ),
  };
}

async function remoteOf({ endpoint }: ProxmoxPart, backend: BackendPart, signal: AbortSignal) {
  const remoteId = endpoint.pushedBackendId === backend.endpoint.id ? endpoint.remoteId : null;
  return matchRemote({ ...endpoint, remoteId }, await backend.remoteProxmox(signal));
}

async function signInOutcome(part: ProxmoxPart, backend: BackendPart, signal: AbortSignal): Promise<Outcome> {
  const match = await remoteOf(part, backend, signal);
  if (match.kind !== "one") return skipped("The backend does not have it yet; the first sync gives it one.");
  const own = await part.check(signal);
  if (own.authentication === "error")
    return skipped("Proxmox refused the same sign-in to us; another try would count towards a lockout.");
  try {
    const clusters = await readClusterStatus(await backend.context(signal), match.row.id, signal);
    return {
      status: "ok",
      cause: `It reads ${clusters.map((cluster) => cluster.name).join(", ") || "an empty cluster"}.`,
    };
  } catch (error) {
    if (!isAppError(error) || signal.aborted) throw error;
    const ours = own.reachable
      ? "From this machine the same address and sign-in work: look at the network, the DNS and the trusted CAs of the backend's machine, and push the endpoint again."
      : `From this machine it does not answer either: ${own.detail}`;
    return {
      status: "failed",
      cause: errorMessage(error),
      remedy: ours,
      offer: own.reachable ? { action: "push", label: "Push it again" } : null,
    };
  }
}
