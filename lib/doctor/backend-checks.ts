import { readBackendSkewMs } from "../backend/clock.ts";
import { candidateUrls } from "../backend/context.ts";
import { probeRemoteNetbox } from "../backend/endpoints.ts";
import { isOlderThan } from "../backend/version.ts";
import { netboxUrls } from "../netbox/target.ts";
import { isSameAddress } from "../sync/backend-ids.ts";
import { clockOutcome } from "./clock-outcome.ts";
import { askBackend, askNetbox, seeByHand } from "./command.ts";
import { fitOf, PAIRS } from "./compatibility.ts";
import { layerChecks, stepId, subjectOf } from "./layer-checks.ts";
import { NETBOX_PLUGIN_COMMAND, netboxCheckId } from "./netbox-checks.ts";
import type { BackendPart, NetboxPart } from "./round.ts";
import { type Check, type Outcome, skipped } from "./run-checks.ts";

export const backendCheckId = (id: number, name: string): string => `backends/${id}/${name}`;

/** A backend: its layers, its clock, and whether it writes where it should. */
export function backendChecks(part: BackendPart): Check[] {
  const { id } = part.endpoint;
  const subject = subjectOf("backends", part.listed);
  const [answers, login] = [stepId("backends", id, "http"), stepId("backends", id, "login")];
  return [
    ...layerChecks({ kind: "backends", ...part }),
    {
      id: backendCheckId(id, "clock"),
      subject,
      title: "Its clock agrees with ours",
      needs: [answers],
      run: async (signal) => clockOutcome(await readBackendSkewMs(await part.context(signal), signal)),
    },
    {
      id: backendCheckId(id, "netbox"),
      subject,
      title: "It writes to our NetBox",
      needs: [login],
      run: (signal) => targetOutcome(part, signal),
    },
    {
      id: backendCheckId(id, "reaches-netbox"),
      subject,
      title: "It reaches NetBox itself",
      needs: [backendCheckId(id, "netbox")],
      run: (signal) => reachOutcome(part, signal),
    },
  ];
}

async function targetOutcome(part: BackendPart, signal: AbortSignal): Promise<Outcome> {
  const ours = part.netbox?.endpoint;
  if (!ours) return skipped("No NetBox endpoint is enabled yet for it to write to.");
  const [row] = await part.remoteNetbox(signal);
  if (!row) return { status: "ok", cause: `It has no NetBox yet; the first sync gives it ${ours.name}.` };
  const there = `${row.domain || row.ip_address || "?"}:${row.port}`;
  if (isSameAddress(ours, row)) return { status: "ok", cause: `It writes to ${ours.name} (${there}).` };
  return {
    status: "failed",
    cause: `It writes to another NetBox: ${row.name} (${there}). A sync never re-points it.`,
    remedy: `Push ${part.endpoint.name} to make it write to ${ours.name}, or choose that NetBox at its page.`,
    command: askBackend("GET", `${candidateUrls(part.endpoint)[0]?.url ?? ""}/netbox/endpoint`),
    offer: { action: "push", label: `Push: write to ${ours.name}` },
  };
}

/** The first release that can be asked. */
const PROBES_FROM = "0.0.30";

async function reachOutcome(part: BackendPart, signal: AbortSignal): Promise<Outcome> {
  const { version } = await part.check(signal);
  if (version && isOlderThan(version, PROBES_FROM))
    return skipped(`proxbox-api ${version} cannot be asked; from ${PROBES_FROM} on it can.`);
  const [row] = await part.remoteNetbox(signal);
  const ours = part.netbox?.endpoint;
  if (!row || !ours) return skipped("It has no NetBox yet; the first sync gives it one.");
  const probe = await probeRemoteNetbox(await part.context(signal), row.id, signal);
  if (probe.reachable) return { status: "ok", cause: "It reached NetBox just now." };
  return {
    status: "failed",
    cause: `It does not reach NetBox: ${probe.error ?? probe.status ?? "it does not say why"}.`,
    remedy:
      "Look from the machine of the backend: its network, its DNS and the CAs it trusts may differ from this machine's.",
    command: seeByHand.answer(`${netboxUrls(ours)[0]}/api/status/`, row.verify_ssl),
  };
}

/** Do the releases of this backend and of the plugin it writes to fit? Comes after both were asked. */
export function fitCheck(part: BackendPart): Check[] {
  const { netbox } = part;
  if (!netbox) return [];
  return [
    {
      id: backendCheckId(part.endpoint.id, "fit"),
      subject: subjectOf("backends", part.listed),
      title: "Its release and the plugin's fit each other",
      needs: [stepId("backends", part.endpoint.id, "login"), netboxCheckId(netbox.endpoint.id, "plugin")],
      run: (signal) => fitOutcome(part, netbox, signal),
    },
  ];
}

async function fitOutcome(part: BackendPart, netbox: NetboxPart, signal: AbortSignal): Promise<Outcome> {
  const { version: backend } = await part.check(signal);
  const { plugins } = await netbox.status(signal);
  const plugin = plugins.netbox_proxbox;
  if (!backend || !plugin) return skipped("One of the two releases is not known.");
  const customFieldsEnabled = await netbox.customFieldsEnabled(signal);
  const both = `proxbox-api ${backend} and netbox-proxbox ${plugin}`;
  switch (fitOf({ backend, plugin, customFieldsEnabled })) {
    case "fits":
      return { status: "ok", cause: `${both} go together.` };
    case "plugin-too-old":
      return {
        status: "failed",
        cause: `${both} do not go together: this backend has the plugin tie every cluster, which it can from 0.0.31 on.`,
        ...mendPair,
      };
    case "fits-tied-clusters":
      return tiedOutcome(both, await netbox.isSuperuser(signal));
    case "custom-fields-off":
      return {
        status: "failed",
        cause: `${both} need custom fields, and the plugin's setting custom_fields_enabled is off: disks, backups, snapshots, interfaces, addresses and replications then report success and do nothing.`,
        remedy:
          "Turn “Custom fields enabled” on in NetBox under Proxbox → Settings; the backend notices within five minutes.",
        command: askNetbox(`${netboxUrls(netbox.endpoint)[0]}/api/plugins/proxbox/settings/runtime/`),
      };
  }
}

function tiedOutcome(both: string, isSuperuser: boolean | null): Outcome {
  const only = `${both} go together only where each cluster is tied to one of NetBox already`;
  if (isSuperuser === false)
    return { status: "failed", cause: `${only}, with the token of a superuser; ours is not one's.`, ...mendPair };
  return { status: "warning", cause: `${only}, with the token of a superuser.`, ...mendPair };
}

const [newestPair] = PAIRS;
const mendPair = {
  remedy: `Update netbox-proxbox in NetBox to 0.0.31 or newer; until that is published, run proxbox-api ${newestPair.backend}, which netbox-proxbox ${newestPair.plugin} names as its pair, or tie the clusters by hand and use a superuser's token.`,
  command: NETBOX_PLUGIN_COMMAND,
};
