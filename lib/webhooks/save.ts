import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import { keyring } from "../crypto/keyring.ts";
import { seal } from "../crypto/seal.ts";
import type { Ctx } from "../ctx.ts";
import { errorMessage, invalidField } from "../errors.ts";
import { assertUrlAllowed } from "../net/connect.ts";
import { parseInput } from "../parse-input.ts";
import { requireWebhook, toPublicWebhook } from "./list.ts";
import { webhookPolicy } from "./policy.ts";
import { type PublicWebhook, WebhookInput, WebhookPatch } from "./schema.ts";
import { secretPlace } from "./secret.ts";
import { deleteWebhook, findWebhookByName, insertWebhook, updateWebhook } from "./store.ts";

/** A new webhook; it is told what happens from now on. Its secret is sealed and never comes back. */
export async function createWebhook(ctx: Ctx, body: unknown): Promise<PublicWebhook> {
  requirePermission(ctx.actor, "webhooks:manage");
  const { target_url: url, verify_ssl: verifySsl, secret, ...input } = parseInput(WebhookInput, body);
  assertTarget(url);
  return inTransaction(ctx.db, async (tx) => {
    if (await findWebhookByName(tx, input.name)) throw invalidField("name", `"${input.name}" is taken; choose another`);
    const { id } = await insertWebhook(tx, { ...input, url, verifySsl });
    const after = toPublicWebhook(await updateWebhook(tx, id, sealed(id, secret)));
    const change = { action: "create", objectType: "webhook", objectId: id, objectName: after.name, after };
    await recordAudit({ ...ctx, db: tx }, change);
    return after;
  });
}

/** Changes the named fields. A new address needs the secret again: a stored one is never used for another receiver. */
export async function updateWebhookFields(ctx: Ctx, id: number, body: unknown): Promise<PublicWebhook> {
  requirePermission(ctx.actor, "webhooks:manage");
  const { target_url: url, verify_ssl: verifySsl, secret = null, ...patch } = parseInput(WebhookPatch, body);
  if (url !== undefined) assertTarget(url);
  return inTransaction(ctx.db, async (tx) => {
    const row = await requireWebhook({ ...ctx, db: tx }, id);
    const namesake = patch.name === undefined ? null : await findWebhookByName(tx, patch.name);
    if (namesake && namesake.id !== id) throw invalidField("name", `"${patch.name}" is taken; choose another`);
    if (url !== undefined && url !== row.url && row.sealedSecret !== null && secret === null)
      throw invalidField("secret", "enter it again: the address changed, and a stored secret is for one receiver only");
    const before = toPublicWebhook(row);
    const after = toPublicWebhook(await updateWebhook(tx, id, { ...patch, url, verifySsl, ...sealed(id, secret) }));
    const change = { action: "update", objectType: "webhook", objectId: id, objectName: after.name, before, after };
    await recordAudit({ ...ctx, db: tx }, change);
    return after;
  });
}

/** Deletes a webhook with the history of its deliveries. */
export async function removeWebhook(ctx: Ctx, id: number): Promise<void> {
  requirePermission(ctx.actor, "webhooks:manage");
  await inTransaction(ctx.db, async (tx) => {
    const before = toPublicWebhook(await requireWebhook({ ...ctx, db: tx }, id));
    await deleteWebhook(tx, id);
    const change = { action: "delete", objectType: "webhook", objectId: id, objectName: before.name, before };
    await recordAudit({ ...ctx, db: tx }, change);
  });
}

const sealed = (id: number, secret: string | null): { sealedSecret?: string } =>
  secret === null ? {} : { sealedSecret: seal(keyring(), secret, secretPlace(id)) };

/** A name is judged again when we connect. */
function assertTarget(url: string): void {
  try {
    assertUrlAllowed(new URL(url), webhookPolicy().networks);
  } catch (error) {
    throw invalidField("target_url", errorMessage(error));
  }
}
