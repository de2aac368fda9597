import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { followSyncInterval } from "../schedules/follow-setting.ts";
import { readSettings } from "./read.ts";
import type { Settings, SettingsPatch } from "./schema.ts";
import { mergeSettingsValues } from "./store.ts";

/** Changes the named settings and keeps the others; `sync_modes` and `overwrite` are merged by their own names. */
export async function updateSettings(ctx: Ctx, patch: SettingsPatch): Promise<Settings> {
  requirePermission(ctx.actor, "settings:write");
  return inTransaction(ctx.db, async (tx) => {
    const before = await readSettings(tx);
    await mergeSettingsValues(tx, {
      ...patch,
      ...(patch.sync_modes ? { sync_modes: { ...before.sync_modes, ...patch.sync_modes } } : {}),
      ...(patch.overwrite ? { overwrite: { ...before.overwrite, ...patch.overwrite } } : {}),
    });
    const after = await readSettings(tx);
    if (after.sync_interval !== before.sync_interval) await followSyncInterval(tx, after.sync_interval);
    await recordAudit({ ...ctx, db: tx }, { action: "update", objectType: "settings", before, after });
    await publish(tx, topics.settings);
    return after;
  });
}
