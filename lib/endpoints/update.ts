import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError, type FieldErrors } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { requestPush } from "../pushes/request.ts";
import { assertUsable } from "./check-input.ts";
import type { SaveOptions } from "./create.ts";
import { decideSendings } from "./decide-sendings.ts";
import { requireEndpointRow } from "./get.ts";
import { parseEndpointInput } from "./parse.ts";
import { endpointPolicies } from "./policies.ts";
import { toColumns, toPublic } from "./rows.ts";
import { type EndpointInput, type EndpointKind, inputSchemas, type PublicEndpoint, secretInputs } from "./schema.ts";
import { hasSecret, sealSecrets } from "./secrets.ts";
import { listSendings } from "./sendings.ts";
import { clearDefault, type EndpointRow, updateEndpoint as storeEndpoint } from "./store.ts";

/** Its address or key changed: what was refused may be right now, and finding out costs one try. */
const NOTHING_REFUSED = { lockedUntil: null, keyRefusedAt: null };

/**
 * Changes an endpoint. Fields that are not in the body keep their value (with `isWhole` they get their default), an empty secret keeps the stored one, and a
 * changed address or TLS choice needs its secrets again: a stored secret is never sent to a new address.
 */
export async function updateEndpoint(
  ctx: Ctx,
  kind: EndpointKind,
  input: { id: number; body: Record<string, unknown>; isWhole?: boolean } & SaveOptions,
): Promise<PublicEndpoint> {
  requirePermission(ctx.actor, "endpoints:write");
  return inTransaction(ctx.db, async (tx) => {
    const existing = await requireEndpointRow({ ...ctx, db: tx }, kind, input.id);
    const before = toPublic(kind, existing);
    const sentBefore = await listSendings(tx);
    const kept = input.isWhole ? {} : writableFields(kind, before);
    const values = parseEndpointInput(kind, { ...kept, ...input.body });
    assertSecretsForNewAddress(kind, existing, values);
    const { mayLackSecrets } = input;
    await assertUsable(tx, { kind, values, existing, policy: endpointPolicies()[kind], mayLackSecrets });
    if (kind !== "proxmox" && "is_default" in values && values.is_default) await clearDefault(tx, kind, input.id);
    const row = await storeEndpoint(tx, kind, input.id, {
      ...toColumns(kind, values),
      ...sealSecrets(kind, input.id, values),
      ...(kind === "backends" && NOTHING_REFUSED),
    });
    const after = toPublic(kind, row);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "update", objectType: kind, objectId: row.id, objectName: row.name, before, after },
    );
    const mustAsk = decidesPlace(kind, existing, row);
    await decideSendings({ ...ctx, db: tx }, { before: sentBefore, kind, id: row.id, mustAsk });
    await requestPush({ ...ctx, db: tx }, kind, row);
    await publish(tx, topics.endpoints);
    return after;
  });
}

/** Another address or TLS choice of a backend, another backend of an endpoint. */
function decidesPlace(
  kind: EndpointKind,
  before: EndpointRow[EndpointKind],
  after: EndpointRow[EndpointKind],
): boolean {
  const names = {
    backends: ["domain", "ipAddress", "port", "useHttps", "verifySsl"],
    proxmox: ["backendId"],
    netbox: [],
  };
  const value = (row: EndpointRow[EndpointKind], name: string) => (row as Record<string, unknown>)[name];
  return names[kind].some((name) => value(before, name) !== value(after, name));
}

function writableFields(kind: EndpointKind, current: PublicEndpoint): Record<string, unknown> {
  const names = Object.keys(inputSchemas[kind].shape);
  return Object.fromEntries(Object.entries(current).filter(([name]) => names.includes(name)));
}

function assertSecretsForNewAddress<K extends EndpointKind>(
  kind: K,
  row: EndpointRow[K],
  values: EndpointInput[K],
): void {
  const scheme =
    kind === "backends" &&
    (row as EndpointRow["backends"]).useHttps !== (values as EndpointInput["backends"]).use_https;
  const moved =
    scheme ||
    row.domain !== values.domain ||
    row.ipAddress !== values.ip_address ||
    row.port !== values.port ||
    (row.verifySsl && !values.verify_ssl);
  if (!moved) return;
  const given = values as Record<string, unknown>;
  const missing = secretInputs[kind].filter((name) => hasSecret(kind, row, name) && given[name] === null);
  if (missing.length === 0) return;
  const message =
    "enter it again: the address or its TLS check changed, and a stored secret is never sent to a new address";
  const fields: FieldErrors = Object.fromEntries(missing.map((name) => [name, [message]]));
  throw new AppError("invalid", `${missing[0]}: ${message}`, { fields });
}
