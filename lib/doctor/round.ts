/** What one run of the doctor works with: every enabled endpoint opened, and each question asked once. */
import type { BackendContext } from "../backend/context.ts";
import { listRemoteNetbox, listRemoteProxmox, type RemoteNetbox, type RemoteProxmox } from "../backend/endpoints.ts";
import { openBackendById } from "../backends/open.ts";
import type { Ctx } from "../ctx.ts";
import { type BackendForSync, type NetboxForSync, netboxForSync, type ProxmoxForSync } from "../endpoints/for-sync.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { openEndpoint } from "../endpoints/open.ts";
import type { PublicEndpoint } from "../endpoints/schema.ts";
import { listEndpointStates } from "../endpoints/states.ts";
import { listPluginProxmoxEndpoints, type PluginProxmoxEndpoint, readNetboxStatus } from "../netbox/plugin.ts";
import { isSuperuserToken, readCustomFieldsEnabled } from "../netbox/plugin-facts.ts";
import type { WireCheck } from "../status/schema.ts";
import { examineEndpoint } from "./examine.ts";

export type Once<T> = (signal: AbortSignal) => Promise<T>;

/** Asks at the first call; later calls get the same answer, a failure too. */
export function once<T>(ask: (signal: AbortSignal) => Promise<T>): Once<T> {
  let answer: Promise<T> | undefined;
  return (signal) => {
    answer ??= ask(signal);
    return answer;
  };
}

export type NetboxPart = {
  listed: PublicEndpoint;
  endpoint: NetboxForSync;
  check: Once<WireCheck>;
  status: Once<{ netboxVersion: string; plugins: Record<string, string> }>;
  rows: Once<PluginProxmoxEndpoint[]>;
  customFieldsEnabled: Once<boolean | null>;
  isSuperuser: Once<boolean | null>;
};

export type BackendPart = {
  listed: PublicEndpoint;
  endpoint: BackendForSync;
  /** Opened after the check, which may have registered a key. */
  context: Once<BackendContext>;
  check: Once<WireCheck>;
  /** Where it writes by our configuration; null when no NetBox endpoint is enabled. */
  netbox: NetboxPart | null;
  remoteNetbox: Once<RemoteNetbox[]>;
  remoteProxmox: Once<RemoteProxmox[]>;
};

export type ProxmoxPart = {
  listed: PublicEndpoint;
  endpoint: ProxmoxForSync;
  check: Once<WireCheck>;
  backend: BackendPart | null;
};

export type Round = { ctx: Ctx; backends: BackendPart[]; netbox: NetboxPart[]; proxmox: ProxmoxPart[] };

export async function openRound(ctx: Ctx): Promise<Round> {
  const enabled = async (kind: "backends" | "netbox" | "proxmox") =>
    (await listEndpoints(ctx, kind)).filter((endpoint) => endpoint.enabled);
  const netbox: NetboxPart[] = [];
  for (const listed of await enabled("netbox")) {
    const found = await openEndpoint(ctx.db, "netbox", listed.id);
    if (found?.kind === "netbox") netbox.push(netboxPart(ctx, listed, found.endpoint));
  }
  const backends: BackendPart[] = [];
  for (const listed of await enabled("backends")) backends.push(await backendPart(ctx, listed, netbox));
  const { defaultBackendId } = await listEndpointStates(ctx.db);
  const proxmox: ProxmoxPart[] = [];
  for (const listed of await enabled("proxmox")) {
    const found = await openEndpoint(ctx.db, "proxmox", listed.id);
    if (found?.kind !== "proxmox") continue;
    const { endpoint } = found;
    const backend = backends.find((part) => part.endpoint.id === (endpoint.backendId ?? defaultBackendId)) ?? null;
    proxmox.push({ listed, endpoint, backend, check: once(() => examineEndpoint(ctx, "proxmox", listed)) });
  }
  return { ctx, backends, netbox, proxmox };
}

function netboxPart(ctx: Ctx, listed: PublicEndpoint, endpoint: NetboxForSync): NetboxPart {
  return {
    listed,
    endpoint,
    check: once(() => examineEndpoint(ctx, "netbox", listed)),
    status: once((signal) => readNetboxStatus(endpoint, signal)),
    rows: once((signal) => listPluginProxmoxEndpoints(endpoint, signal)),
    customFieldsEnabled: once((signal) => readCustomFieldsEnabled(endpoint, signal)),
    isSuperuser: once((signal) => isSuperuserToken(endpoint, signal)),
  };
}

async function backendPart(ctx: Ctx, listed: PublicEndpoint, netbox: NetboxPart[]): Promise<BackendPart> {
  const { backend } = await openBackendById(ctx.db, listed.id);
  const target = await netboxForSync(ctx.db, backend.netboxEndpointId);
  const check = once(() => examineEndpoint(ctx, "backends", listed));
  const context = once(async (signal) => {
    await check(signal);
    return (await openBackendById(ctx.db, listed.id)).context;
  });
  return {
    listed,
    endpoint: backend,
    context,
    check,
    netbox: netbox.find((part) => part.endpoint.id === target?.id) ?? null,
    remoteNetbox: once(async (signal) => listRemoteNetbox(await context(signal), signal)),
    remoteProxmox: once(async (signal) => listRemoteProxmox(await context(signal), signal)),
  };
}
