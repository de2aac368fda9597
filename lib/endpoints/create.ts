import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { requestPush } from "../pushes/request.ts";
import { assertUsable } from "./check-input.ts";
import { decideSendings } from "./decide-sendings.ts";
import { parseEndpointInput } from "./parse.ts";
import { endpointPolicies } from "./policies.ts";
import { toColumns, toPublic } from "./rows.ts";
import type { EndpointKind, PublicEndpoint } from "./schema.ts";
import { sealSecrets } from "./secrets.ts";
import { listSendings } from "./sendings.ts";
import { clearDefault, insertEndpoint } from "./store.ts";

/** `mayLackSecrets`: they are entered later, and until then nothing uses the endpoint. */
export type SaveOptions = { mayLackSecrets?: boolean };

/** Creates an endpoint; its secrets are sealed and never come back. */
export async function createEndpoint(
  ctx: Ctx,
  kind: EndpointKind,
  body: unknown,
  options: SaveOptions = {},
): Promise<PublicEndpoint> {
  requirePermission(ctx.actor, "endpoints:write");
  const values = parseEndpointInput(kind, body);
  return inTransaction(ctx.db, async (tx) => {
    const before = await listSendings(tx);
    await assertUsable(tx, { kind, values, existing: null, policy: endpointPolicies()[kind], ...options });
    if (kind !== "proxmox" && "is_default" in values && values.is_default) await clearDefault(tx, kind, null);
    const row = await insertEndpoint(tx, kind, toColumns(kind, values), (id) => sealSecrets(kind, id, values));
    const created = toPublic(kind, row);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "create", objectType: kind, objectId: row.id, objectName: row.name, after: created },
    );
    const made = { kind, id: row.id };
    await decideSendings({ ...ctx, db: tx }, { before, ...made, made, mustAsk: kind === "backends" });
    await requestPush({ ...ctx, db: tx }, kind, row);
    await publish(tx, topics.endpoints);
    return created;
  });
}
