import type { Db } from "#db/client";
import type { BackendContext } from "../backend/context.ts";
import {
  listRemoteNetbox,
  listRemoteProxmox,
  putRemoteNetbox,
  putRemoteProxmox,
  type RemoteNetbox,
  type RemoteProxmox,
} from "../backend/endpoints.ts";
import {
  type BackendForSync,
  type NetboxForSync,
  type ProxmoxForSync,
  saveNetboxPush,
  saveProxmoxPush,
} from "../endpoints/for-sync.ts";
import { AppError, isAppError } from "../errors.ts";
import { isSameAddress, matchRemote } from "./backend-ids.ts";
import { isSameCopy } from "./compare-copy.ts";
import { fingerprint, isProofOf } from "./fingerprint.ts";
import { netboxBody, proxmoxBody } from "./push-bodies.ts";

export type Pushed = { change: "created" | "updated" | "unchanged"; remoteId: number };

type PushOptions = {
  signal?: AbortSignal;
  /** Only an explicit Push re-points a backend to another NetBox; a job never does. */
  mayRepoint?: boolean;
};

/** Makes the backend's one NetBox endpoint ours. Refuses to re-point a backend that writes somewhere else. */
export async function pushNetbox(
  db: Db,
  ctx: BackendContext,
  input: { backend: BackendForSync; netbox: NetboxForSync } & PushOptions,
): Promise<Pushed> {
  const { backend, netbox, signal } = input;
  assertHasSecret(netbox.name, netbox.token, "token");
  const [row] = await listRemoteNetbox(ctx, signal);
  const body = netboxBody(netbox);
  const proof = fingerprint(body);
  const isOurs = backend.pushedNetboxEndpointId === netbox.id;
  if (row && !input.mayRepoint && !isOurs && !isSameAddress(netbox, row)) {
    const there = `${row.domain || row.ip_address || "?"}:${row.port}`;
    throw new AppError(
      "conflict",
      `${ctx.name} writes to another NetBox (${row.name}, ${there}) and is not re-pointed by a job. Use Push on the page of the backend to do that.`,
    );
  }
  const isKnown = isOurs && isProofOf(body, backend.pushedNetboxFingerprint);
  if (row && isKnown && isSameCopy(body, row)) return { change: "unchanged", remoteId: row.id };
  const stored = await storeNetbox(ctx, row?.id ?? null, { body, signal });
  await saveNetboxPush(db, backend.id, { netboxEndpointId: netbox.id, fingerprint: proof });
  return { change: row ? "updated" : "created", remoteId: stored.id };
}

/** Makes the backend hold this Proxmox endpoint and returns its id there. Sends it only when something changed. */
export async function pushProxmox(
  db: Db,
  ctx: BackendContext,
  input: { endpoint: ProxmoxForSync; rows: readonly RemoteProxmox[]; signal?: AbortSignal; now: Date },
): Promise<Pushed> {
  const { endpoint, rows, signal } = input;
  if (endpoint.recovery) throw new AppError("internal", endpoint.recovery, { details: { recovery: true } });
  assertHasSecret(endpoint.name, endpoint.tokenValue ?? endpoint.password, "password or API token");
  const match = matchRemote({ ...endpoint, remoteId: ownRemoteId(ctx, endpoint) }, rows);
  if (match.kind === "several") {
    throw new AppError(
      "conflict",
      `${ctx.name} holds several Proxmox endpoints with the address of ${endpoint.name} (ids ${match.ids.join(", ")}). Delete all but one there.`,
    );
  }
  const body = proxmoxBody(endpoint);
  const proof = fingerprint(body);
  const save = (remoteId: number) =>
    saveProxmoxPush(db, endpoint.id, { backendId: ctx.backendId, remoteId, fingerprint: proof, at: input.now });
  if (match.kind === "none") {
    const stored = await createRow(ctx, body, { signal, rows });
    await save(stored.id);
    return { change: "created", remoteId: stored.id };
  }
  const isKnown = endpoint.pushedBackendId === ctx.backendId && isProofOf(body, endpoint.pushedFingerprint);
  if (isKnown && endpoint.remoteId === match.row.id && isSameCopy(body, match.row)) {
    return { change: "unchanged", remoteId: match.row.id };
  }
  await putRemoteProxmox(ctx, match.row.id, { ...body, name: match.row.name }, signal);
  await save(match.row.id);
  return { change: "updated", remoteId: match.row.id };
}

/** An import of a configuration brings no secrets; a backend that holds a working copy keeps it until they are entered. */
function assertHasSecret(name: string, secret: string | null, what: string): void {
  if (secret === null) throw new AppError("invalid", `${name} has no ${what} yet; enter it on the endpoint's page.`);
}

const ownRemoteId = (ctx: BackendContext, endpoint: ProxmoxForSync): number | null =>
  endpoint.pushedBackendId === ctx.backendId ? endpoint.remoteId : null;

/** Somebody else may give the backend its one NetBox endpoint in the same moment: then that row becomes ours. */
async function storeNetbox(
  ctx: BackendContext,
  id: number | null,
  { body, signal }: { body: Record<string, unknown>; signal?: AbortSignal },
): Promise<RemoteNetbox> {
  try {
    return await putRemoteNetbox(ctx, id, body, signal);
  } catch (error) {
    if (id !== null || !isAppError(error, "backend_refused")) throw error;
    const [row] = await listRemoteNetbox(ctx, signal);
    if (!row || !isSameCopy(body, row)) throw error;
    return putRemoteNetbox(ctx, row.id, body, signal);
  }
}

/** Names are unique at the backend; another address may already use ours, or a push beside this one was quicker. */
async function createRow(
  ctx: BackendContext,
  body: Record<string, unknown>,
  { signal, rows }: { signal?: AbortSignal; rows: readonly RemoteProxmox[] },
): Promise<RemoteProxmox> {
  const isTaken = rows.some((row) => row.name === body.name);
  const name = isTaken ? `${String(body.name)} (${String(body.ip_address)})` : body.name;
  try {
    return await putRemoteProxmox(ctx, null, { ...body, name }, signal);
  } catch (error) {
    if (isAppError(error, "backend_refused") && /name already exists/.test(error.message)) {
      const known = new Set(rows.map((row) => row.id));
      const twin = (await listRemoteProxmox(ctx, signal)).find((row) => !known.has(row.id) && isSameCopy(body, row));
      if (twin) return putRemoteProxmox(ctx, twin.id, { ...body, name: twin.name }, signal);
      throw new AppError(
        "conflict",
        `${ctx.name} already has a Proxmox endpoint named ${String(name)} at another address. Rename one of them.`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}
