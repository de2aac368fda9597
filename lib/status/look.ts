/** One endpoint asked now: from its name to its release. Never throws for what the endpoint does. */
import { z } from "zod";
import { type BackendTarget, candidateUrls } from "../backend/context.ts";
import { openBackendContext } from "../backend/open-context.ts";
import { waitForBackendReady } from "../backend/ready.ts";
import type { KeyStore } from "../backend/recover-key.ts";
import { type Refusals, refusalsInMemory } from "../backend/refusals.ts";
import { readVersion } from "../backend/version.ts";
import { endpointPolicies } from "../endpoints/policies.ts";
import { isAppError } from "../errors.ts";
import { mayWriteTags } from "../netbox/may-write.ts";
import { readNetboxStatus } from "../netbox/plugin.ts";
import { netboxRequest } from "../netbox/request.ts";
import { type NetboxTarget, netboxUrls } from "../netbox/target.ts";
import { type ProxmoxTarget, proxmoxUrls, readProxmoxVersion } from "../proxmox/version.ts";
import { asLayer, nothing, probe } from "./probe.ts";
import type { CheckFacts, Layer } from "./schema.ts";

export type LookTarget =
  /** Without `keys` no key is registered at a backend that has none. */
  | { service: "fastapi"; target: BackendTarget; keys?: KeyStore; refusals?: Refusals }
  | { service: "netbox"; target: NetboxTarget }
  | { service: "proxmox"; target: ProxmoxTarget };

export function lookAt(input: LookTarget, signal?: AbortSignal): Promise<CheckFacts> {
  switch (input.service) {
    case "fastapi":
      return lookAtBackend(input, signal);
    case "netbox":
      return lookAtNetbox(input.target, signal);
    case "proxmox":
      return lookAtProxmox(input.target, signal);
  }
}

async function lookAtBackend(
  { target, keys, refusals = refusalsInMemory() }: Extract<LookTarget, { service: "fastapi" }>,
  signal?: AbortSignal,
): Promise<CheckFacts> {
  const { backends: policy, caFile } = endpointPolicies();
  const lockedForMs = await refusals.lockedForMs();
  if (lockedForMs > 0) return lockedOut(target, lockedForMs);
  return probe({
    target,
    policy,
    urlOf: (one) => candidateUrls(one)[0]?.url,
    ask: async (one, layers) => {
      const opened = openBackendContext(one, { policy, caFile, keys, refusals });
      const ctx = keys ? opened : { ...opened, recoverKey: async () => false };
      await asLayer(layers, "http", async () => {
        const { note } = await waitForBackendReady(ctx, { waitMs: 0, signal });
        return { value: note, detail: note ?? "proxbox-api answers", isPoor: note !== null };
      });
      const version = await asLayer(layers, "login", async () => {
        const found = await readVersion(ctx, signal);
        return { value: found.version, detail: "the API key is accepted" };
      });
      layers.push({ name: "version", status: "success", detail: `proxbox-api ${version}`, duration_ms: 0 });
      return { version, detail: `proxbox-api ${version} answers and takes our key.` };
    },
  });
}

/** Every further try would lengthen the lock. */
function lockedOut(target: BackendTarget, retryAfterMs: number): CheckFacts {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return {
    ...nothing(target),
    reachable: true,
    authentication: "error",
    httpStatus: 429,
    retryAfterMs,
    detail: `It has locked this console out after wrong API keys; nothing is sent to it for ${seconds} s. Enter its key again, or wait.`,
  };
}

function lookAtNetbox(target: NetboxTarget, signal?: AbortSignal): Promise<CheckFacts> {
  return probe({
    target,
    policy: endpointPolicies().netbox,
    urlOf: (one) => netboxUrls(one)[0],
    ask: async (one, layers) => {
      const status = await asLayer(layers, "http", async () => {
        return { value: await readNetboxStatus(one, signal), detail: "NetBox answers" };
      });
      const user = await asLayer(layers, "login", async () => {
        const name = await readTokenUser(one, signal);
        return { value: name, detail: name === null ? "the token is accepted" : `the token is ${name}'s` };
      });
      const plugin = status.plugins.netbox_proxbox;
      const release = `NetBox ${status.netboxVersion} ${plugin ? `with netbox-proxbox ${plugin}` : "without netbox-proxbox"}`;
      const remedy = plugin ? "" : ": install it, its API is what the backend writes to";
      const isPoor = plugin === undefined;
      const detail = `${release}${remedy}`;
      layers.push({ name: "version", status: isPoor ? "warning" : "success", detail, duration_ms: 0 });
      await lookAtWriting(one, layers, signal);
      return { version: status.netboxVersion, detail: `${release}${user === null ? "" : `; the token is ${user}'s`}.` };
    },
  });
}

/** A token that only reads lets every look succeed and every sync fail. */
async function lookAtWriting(target: NetboxTarget, layers: Layer[], signal?: AbortSignal): Promise<void> {
  const startedMs = performance.now();
  const mayWrite = await mayWriteTags(target, signal);
  if (mayWrite === null) return;
  layers.push({
    name: "write",
    status: mayWrite ? "success" : "warning",
    detail: mayWrite
      ? "the token may write"
      : "the token may not write: turn Write enabled on for it, and give its user the permissions that a sync needs",
    duration_ms: Math.round(performance.now() - startedMs),
  });
}

const TokenUser = z.looseObject({ username: z.string().nullish() });

/** Whose token it is. Null: older releases have no such route, and their status page asked for the token already. */
async function readTokenUser(target: NetboxTarget, signal?: AbortSignal): Promise<string | null> {
  try {
    const found = await netboxRequest(target, { path: "/api/authentication-check/", schema: TokenUser, signal });
    return found.username ?? null;
  } catch (error) {
    if (isAppError(error) && error.details.status === 404) return null;
    throw error;
  }
}

/** Asked by ourselves: the newest backends hide why Proxmox refused. The network between them and Proxmox may differ. */
function lookAtProxmox(target: ProxmoxTarget, signal?: AbortSignal): Promise<CheckFacts> {
  return probe({
    target,
    policy: endpointPolicies().proxmox,
    urlOf: (one) => proxmoxUrls(one)[0],
    ask: async (one, layers) => {
      const { version } = await asLayer(layers, "login", async () => {
        return { value: await readProxmoxVersion(one, signal), detail: `${one.username} is signed in` };
      });
      layers.push({ name: "version", status: "success", detail: `Proxmox VE ${version}`, duration_ms: 0 });
      return { version, detail: `Proxmox VE ${version} answers and takes our login.` };
    },
  });
}
