import { inTransaction } from "#db/client";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { createEndpoint } from "../endpoints/create.ts";
import type { PublicEndpoint } from "../endpoints/schema.ts";
import { type FieldErrors, invalidField, invalidFields, isAppError } from "../errors.ts";
import { testUnsavedEndpoint } from "../status/test-endpoint.ts";
import { previewImport } from "./preview.ts";
import type { ImportInput, ImportItem } from "./schema.ts";

export type Imported = { created: PublicEndpoint[]; known: number };

/**
 * Makes the chosen endpoints of the plugin here, all or none. Host and port that are here already are left as they are,
 * so importing again adds what is missing. A backend's key that was entered is tried at that backend first.
 */
export async function importFromPlugin(ctx: Ctx, netboxEndpointId: number, input: ImportInput): Promise<Imported> {
  requirePermission(ctx.actor, "endpoints:write");
  const items = await previewImport(ctx, netboxEndpointId);
  const chosen = items.filter(({ key }) => input.rows.includes(key));
  const unknown = input.rows.filter((key) => !items.some((item) => item.key === key));
  if (unknown.length > 0) throw invalidField("rows", `the plugin has no ${unknown.join(", ")} any more; read it again`);
  const fresh = chosen.filter(({ state }) => state === "new");
  assertSecrets(fresh, input);
  await verifyKeys(ctx, fresh, input);
  const created = await inTransaction(ctx.db, async (tx) => {
    const made: PublicEndpoint[] = [];
    for (const item of fresh) made.push(await create({ ...ctx, db: tx }, item, input));
    return made;
  });
  return { created, known: chosen.filter(({ state }) => state === "known").length };
}

function assertSecrets(items: readonly ImportItem[], { secret }: ImportInput): void {
  const missing: FieldErrors = {};
  for (const { secrets, name } of items)
    for (const needed of secrets)
      if (needed.required && !secret[needed.name])
        missing[`secret.${needed.name}`] = [
          `enter the ${needed.label.toLowerCase()} of ${name}: the plugin does not tell it`,
        ];
  if (Object.keys(missing).length > 0) throw invalidFields(missing);
}

/** A key that the backend refuses is not taken over; one that cannot be tried now is, and the doctor tells later. */
async function verifyKeys(ctx: Ctx, items: readonly ImportItem[], input: ImportInput): Promise<void> {
  const wrong: FieldErrors = {};
  for (const item of items.filter(({ kind }) => kind === "backends")) {
    const body = bodyOf(item, input);
    if (body.token === undefined) continue;
    const check = await testUnsavedEndpoint(ctx, "backends", body);
    if (check.authentication === "error")
      wrong[`secret.${item.key}.token`] = [`is not a key of ${item.name}: ${check.detail}`];
  }
  if (Object.keys(wrong).length > 0) throw invalidFields(wrong);
}

async function create(ctx: Ctx, item: ImportItem, input: ImportInput): Promise<PublicEndpoint> {
  try {
    return await createEndpoint(ctx, item.kind, bodyOf(item, input));
  } catch (error) {
    if (!isAppError(error, "invalid")) throw error;
    throw invalidField("rows", `${item.name}: ${error.message}`);
  }
}

function bodyOf(item: ImportItem, { secret }: ImportInput): Record<string, unknown> {
  const entered = item.secrets.flatMap(({ name, field }) => (secret[name] ? [[field, secret[name]] as const] : []));
  return { ...item.values, name: item.name, ...Object.fromEntries(entered) };
}
