import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import { keyring } from "../crypto/keyring.ts";
import { isLostKey, type Keyring, open, seal } from "../crypto/seal.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { type SealedColumn, sealedColumns } from "./sealed-columns.ts";
import { findSealedByOthers, replaceSealed, type SealedRow } from "./store.ts";

export type LostSecret = { table: string; column: string; id: number; kid: string };

/** `resealed`: now under the first key · `lost`: no key opens them; they stay as they are. */
export type Rotation = { kid: string; resealed: number; lost: LostSecret[] };

const BATCH = 500;

/**
 * Seals every secret anew with the first key, batch after batch, while the console serves: each value is replaced only
 * where the old one still stands. What carries the first key already is passed over, so that one that was stopped goes
 * on where it was.
 */
export async function rotateSecrets(ctx: Ctx, onBatch: (resealed: number) => void = () => {}): Promise<Rotation> {
  requirePermission(ctx.actor, "secrets:rotate");
  const ring = keyring();
  const kid = ring[0]?.kid;
  if (!kid) throw new AppError("internal", "There is no key to seal secrets with.");
  const rotation: Rotation = { kid, resealed: 0, lost: [] };
  for (const place of sealedColumns) {
    for (let afterId = 0; ; ) {
      const rows = await findSealedByOthers(ctx.db, place, { kid, afterId, limit: BATCH });
      const last = rows.at(-1);
      if (!last) break;
      afterId = last.id;
      const { changes, lost } = resealAll(ring, place, rows);
      rotation.resealed += await replaceSealed(ctx.db, place, changes);
      rotation.lost.push(...lost);
      onBatch(rotation.resealed);
    }
  }
  const { resealed, lost } = rotation;
  await recordAudit(ctx, { action: "rotate", objectType: "secrets", after: { kid, resealed, lost: lost.length } });
  return rotation;
}

function resealAll(ring: Keyring, place: SealedColumn, rows: readonly SealedRow[]) {
  const changes: (SealedRow & { resealed: string })[] = [];
  const lost: LostSecret[] = [];
  for (const row of rows) {
    const at = { ...place, rowId: row.id };
    try {
      changes.push({ ...row, resealed: seal(ring, open(ring, row.sealed, at), at) });
    } catch (error) {
      if (!isLostKey(error)) throw error;
      lost.push({ ...place, id: row.id, kid: String(error.details.kid) });
    }
  }
  return { changes, lost };
}
