import { requirePermission } from "../auth/require.ts";
import { keyring } from "../crypto/keyring.ts";
import type { Ctx } from "../ctx.ts";
import { sealedColumns } from "./sealed-columns.ts";
import { countByKey } from "./store.ts";

export type KeyUse = { kid: string; secrets: number; isKnown: boolean; isCurrent: boolean };

/** How many secrets each key has sealed: one that seals none may be taken out of CONSOLE_SECRET_KEYS. */
export async function keyUses(ctx: Ctx): Promise<KeyUse[]> {
  requirePermission(ctx.actor, "secrets:rotate");
  const ring = keyring();
  const counts = new Map(ring.map(({ kid }) => [kid, 0]));
  for (const place of sealedColumns)
    for (const { kid, count } of await countByKey(ctx.db, place)) counts.set(kid, (counts.get(kid) ?? 0) + count);
  return [...counts].map(([kid, secrets]) => ({
    kid,
    secrets,
    isKnown: ring.some((key) => key.kid === kid),
    isCurrent: ring[0]?.kid === kid,
  }));
}
