import type { Db } from "#db/client";
import { requirePermission } from "../auth/require.ts";
import { type OpenBackend, openBackendById } from "../backends/open.ts";
import type { Ctx } from "../ctx.ts";
import {
  type NetboxForSync,
  netboxForSync,
  openProxmox,
  type ProxmoxForSync,
  proxmoxOfBackend,
} from "../endpoints/for-sync.ts";
import { getEndpoint } from "../endpoints/get.ts";
import { openEndpoint } from "../endpoints/open.ts";
import type { EndpointKind } from "../endpoints/schema.ts";
import { backendsOfNetbox } from "../endpoints/states.ts";
import { AppError, errorMessage } from "../errors.ts";
import { getPendingPush } from "../pushes/get.ts";
import type { PendingPush } from "../pushes/schema.ts";
import { isSameAddress, matchRemote } from "./backend-ids.ts";
import { compareFields, compareSecrets } from "./compare-copy.ts";
import type { Drift, DriftCopy, DriftState } from "./drift-schema.ts";
import { netboxBody, proxmoxBody } from "./push-bodies.ts";
import { type Copies, readBootstrap, readCopies } from "./read-copies.ts";

/** Here against the backend: of a backend everything it should hold, of another endpoint its copies. */
export async function readDrift(ctx: Ctx, kind: EndpointKind, id: number): Promise<Drift> {
  requirePermission(ctx.actor, "endpoints:read");
  const { enabled } = await getEndpoint(ctx, kind, id);
  const pending = await getPendingPush(ctx, kind, id);
  const at = { as_of: new Date().toISOString(), pending };
  if (!enabled) return { ...at, state: "not_used", bootstrap: null, copies: [] };
  try {
    const copies = await copiesOf(ctx.db, kind, id);
    const bootstrap = kind === "backends" ? await bootstrapOf(ctx.db, id) : null;
    return { ...at, state: overall(copies, pending), bootstrap, copies };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const bootstrap = kind === "backends" ? { needs_bootstrap: null, detail: errorMessage(error) } : null;
    return { ...at, state: pending ? pending.status : "unknown", bootstrap, copies: [] };
  }
}

/** A backend that is asked at most once for the copies of a whole page. */
type Looking = OpenBackend & { copies: () => Promise<Copies> };

async function lookAt(db: Db, backendId: number | null): Promise<Looking> {
  const to = await openBackendById(db, backendId);
  let asked: Promise<Copies> | undefined;
  const copies = () => {
    asked ??= readCopies(to.context);
    return asked;
  };
  return { ...to, copies };
}

async function copiesOf(db: Db, kind: EndpointKind, id: number): Promise<DriftCopy[]> {
  if (kind === "backends") return copiesInBackend(db, await lookAt(db, id));
  const found = await openEndpoint(db, kind, id);
  if (found?.kind === "netbox") {
    const copies: DriftCopy[] = [];
    for (const backendId of await backendsOfNetbox(db, id))
      copies.push(await netboxCopy(await lookAt(db, backendId), found.endpoint));
    return copies;
  }
  if (found?.kind !== "proxmox") return [];
  try {
    return [await proxmoxCopy(await lookAt(db, found.endpoint.backendId), found.endpoint)];
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return [];
    throw error;
  }
}

async function copiesInBackend(db: Db, to: Looking): Promise<DriftCopy[]> {
  const netbox = await netboxForSync(db, to.backend.netboxEndpointId);
  const copies = netbox ? [await netboxCopy(to, netbox)] : [];
  for (const row of (await proxmoxOfBackend(db, to.backend.id)).filter(({ enabled }) => enabled)) {
    copies.push(await lostOr({ kind: "proxmox", ...row }, to, () => proxmoxCopy(to, openProxmox(row))));
  }
  return copies;
}

type Named = { kind: "netbox" | "proxmox"; id: number; name: string };

const copyOf = ({ kind, id, name }: Named, { backend }: OpenBackend, state: DriftState): DriftCopy => ({
  kind,
  endpoint_id: id,
  endpoint_name: name,
  backend_id: backend.id,
  backend_name: backend.name,
  state,
  remote_id: null,
  detail: null,
  fields: [],
  secrets: [],
});

/** What cannot be told of one endpoint is said of this one, with the reason. */
async function lostOr(named: Named, to: OpenBackend, read: () => Promise<DriftCopy>): Promise<DriftCopy> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...copyOf(named, to, "unknown"), detail: errorMessage(error) };
  }
}

function netboxCopy(to: Looking, netbox: NetboxForSync): Promise<DriftCopy> {
  const named: Named = { kind: "netbox", id: netbox.id, name: netbox.name };
  return lostOr(named, to, async () => {
    const [row] = (await to.copies()).netbox;
    if (!row) return copyOf(named, to, "missing");
    const isOurs = to.backend.pushedNetboxEndpointId === netbox.id;
    const proof = isOurs ? to.backend.pushedNetboxFingerprint : null;
    const copy = compared(copyOf(named, to, "in_backend"), { body: netboxBody(netbox), row, proof });
    if (isOurs || isSameAddress(netbox, row)) return copy;
    return {
      ...copy,
      state: "drifted",
      detail: `The backend writes to another NetBox, ${row.name}; Push re-points it.`,
    };
  });
}

function proxmoxCopy(to: Looking, endpoint: ProxmoxForSync): Promise<DriftCopy> {
  const named: Named = { kind: "proxmox", id: endpoint.id, name: endpoint.name };
  return lostOr(named, to, async () => {
    const { proxmox } = await to.copies();
    const isOurs = endpoint.pushedBackendId === to.backend.id;
    const match = matchRemote({ ...endpoint, remoteId: isOurs ? endpoint.remoteId : null }, proxmox);
    if (match.kind === "none") return copyOf(named, to, "missing");
    if (match.kind === "several") {
      const detail = `The backend holds it several times (ids ${match.ids.join(", ")}). Delete all but one there.`;
      return { ...copyOf(named, to, "drifted"), detail };
    }
    const proof = isOurs ? endpoint.pushedFingerprint : null;
    return compared(copyOf(named, to, "in_backend"), { body: proxmoxBody(endpoint), row: match.row, proof });
  });
}

type Fields = Record<string, unknown>;

function compared(
  copy: DriftCopy,
  input: { body: Fields; row: Fields & { id: number }; proof: string | null },
): DriftCopy {
  const { body, row, proof } = input;
  // safe because a body and a row have only plain values in the fields that are compared
  const fields = compareFields(body, row) as DriftCopy["fields"];
  const secrets = compareSecrets(body, row, proof);
  const isSame = [...fields, ...secrets].every(({ state }) => state !== "differs");
  return { ...copy, state: isSame ? "in_backend" : "drifted", remote_id: row.id, fields, secrets };
}

/** The worst of the copies; what is still to be pushed says more than that it differs. */
function overall(copies: readonly DriftCopy[], pending: PendingPush | null): DriftState {
  const has = (state: DriftState) => copies.some((copy) => copy.state === state);
  if (pending) return pending.status;
  return (["missing", "drifted", "unknown"] as const).find(has) ?? (copies.length > 0 ? "in_backend" : "not_used");
}

async function bootstrapOf(db: Db, backendId: number): Promise<Drift["bootstrap"]> {
  const { context, backend } = await openBackendById(db, backendId);
  try {
    const { needs_bootstrap } = await readBootstrap(context);
    const ours = backend.key ? "The console holds one." : "The console holds none; enter it at Edit.";
    const detail = needs_bootstrap
      ? "The backend has no API key yet; the console registers one with its next sync or push."
      : `The backend has an API key. ${ours}`;
    return { needs_bootstrap, detail };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { needs_bootstrap: null, detail: errorMessage(error) };
  }
}
