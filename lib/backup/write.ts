import { createHash } from "node:crypto";
import { inTransaction } from "#db/client";
import packageJson from "../../package.json" with { type: "json" };
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import { keyCheckOf } from "../crypto/key-check.ts";
import { keyring } from "../crypto/keyring.ts";
import type { Ctx } from "../ctx.ts";
import { type BackupCounts, type BackupHeader, FORMAT, FORMAT_VERSION } from "./schema.ts";
import { findKeyIds, findMigrations, freezeView, readTable } from "./store.ts";
import { savedTables } from "./tables.ts";

export type WrittenBackup = { counts: BackupCounts; lostKeys: string[] };

/**
 * Hands every line of a backup to `write`: one moment of the database, secrets as they are sealed, no key. Returns how
 * many rows of each table there are, and the ids of keys that this console itself has lost.
 */
export async function writeBackup(ctx: Ctx, write: (line: string) => Promise<void>): Promise<WrittenBackup> {
  requirePermission(ctx.actor, "backup:manage");
  return inTransaction(ctx.db, async (tx) => {
    await freezeView(tx);
    const hash = createHash("sha256");
    const put = async (line: string) => {
      hash.update(line).update("\n");
      await write(line);
    };
    const keys = (await findKeyIds(tx)).map((kid) => ({ kid, check: keyCheckOf(keyring(), kid) }));
    const header: BackupHeader = {
      format: FORMAT,
      version: FORMAT_VERSION,
      release: packageJson.version,
      created_at: new Date().toISOString(),
      migrations: await findMigrations(tx),
      keys,
    };
    await put(JSON.stringify(header));
    const counts: BackupCounts = {};
    for (const table of savedTables) {
      counts[table.name] = 0;
      for await (const rows of readTable(tx, table)) {
        for (const row of rows) await put(`{"table":"${table.name}","row":${row}}`);
        counts[table.name] = (counts[table.name] ?? 0) + rows.length;
      }
    }
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    await write(JSON.stringify({ end: true, rows: total, sha256: hash.digest("hex") }));
    await recordAudit({ ...ctx, db: tx }, { action: "backup", objectType: "console", after: counts });
    return { counts, lostKeys: keys.filter((key) => key.check === null).map((key) => key.kid) };
  });
}
