import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import type { Storage } from "./schema.ts";
import { findStorage } from "./store.ts";
import { toWireStorage } from "./to-wire.ts";

export async function getStorage(ctx: Ctx, id: number): Promise<Storage> {
  requirePermission(ctx.actor, "inventory:read");
  const row = await findStorage(ctx.db, id);
  if (!row) throw new AppError("not_found", `There is no storage ${id}.`);
  return toWireStorage(row);
}
