import { inTransaction, type Tx } from "#db/client";
import { releaseMigrations } from "#db/migrate";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import { keyCheckOf } from "../crypto/key-check.ts";
import { keyring } from "../crypto/keyring.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { consoleFrame } from "../frames/console-frame.ts";
import { parseBackup } from "./parse.ts";
import type { BackupCounts, BackupHeader, BackupRow } from "./schema.ts";
import {
  countContents,
  dropSecrets,
  emptyTables,
  endRestoredJobs,
  findMigrations,
  findRunningJobs,
  insertRows,
  lockTables,
  noteMissingFrames,
  raiseSequences,
} from "./store.ts";

export type RestoreOptions = {
  /** Deletes what this console holds; without it only an empty one is restored into. */
  replace?: boolean;
  /** Leaves every endpoint without its secrets, for when the key of the backup is lost. */
  withoutSecrets?: boolean;
};

export type Restored = { createdAt: string; release: string; counts: BackupCounts };

/** Rows of one table that are inserted together. */
const GROUP = 500;

/**
 * Restores a backup, all of it or nothing. Refuses, with the remedy: a file that is none, of another format, of a newer
 * schema, cut off or changed; a console that is not empty (`conflict`); secrets whose key this console does not have.
 */
export async function restoreBackup(
  ctx: Ctx,
  lines: AsyncIterable<string>,
  options: RestoreOptions = {},
): Promise<Restored> {
  requirePermission(ctx.actor, "backup:manage");
  return inTransaction(ctx.db, async (tx) => {
    const parts = parseBackup(lines);
    const first = await parts.next();
    if (first.done || first.value.kind !== "header")
      throw new AppError("invalid", "The file is empty: it is no backup.");
    const { header } = first.value;
    await assertSchema(tx, header);
    if (!options.withoutSecrets) assertKeys(header);
    await makeRoom(tx, options);
    const counts = await insertParts(tx, parts);
    if (options.withoutSecrets) await dropSecrets(tx);
    await endRestoredJobs(tx);
    await noteMissingFrames(tx, restoredNote(header));
    await recordAudit(
      { ...ctx, db: tx },
      { action: "restore", objectType: "console", objectName: `backup of ${header.created_at}`, after: counts },
    );
    await publish(tx, topics.endpoints, topics.jobs, topics.schedules, topics.settings, topics.sessions);
    await raiseSequences(tx);
    return { createdAt: header.created_at, release: header.release, counts };
  });
}

async function assertSchema(tx: Tx, header: BackupHeader): Promise<void> {
  const ours = releaseMigrations();
  const applied = await findMigrations(tx);
  if (applied.length !== ours.length || applied.some((hash) => !ours.includes(hash))) {
    throw new AppError(
      "conflict",
      "The database of this console does not have the schema of this release. Run npm run db:migrate first.",
    );
  }
  if (header.migrations.some((hash) => !ours.includes(hash))) {
    throw new AppError(
      "invalid",
      `migrations: the backup was made by release ${header.release} with a newer schema (${header.migrations.length} migrations, this release has ${ours.length}). Restore it with that release or a newer one.`,
    );
  }
}

function assertKeys({ keys }: BackupHeader): void {
  const remedy =
    "Add the key of the console that made the backup to CONSOLE_SECRET_KEYS, or restore with --without-secrets and enter them again.";
  for (const { kid, check } of keys) {
    if (check === null) continue;
    const ours = keyCheckOf(keyring(), kid);
    if (ours === check) continue;
    const why = ours === null ? "this console has no key of that id" : "this console has another key of that id";
    throw new AppError("invalid", `keys: secrets of the backup are sealed with key "${kid}", and ${why}. ${remedy}`);
  }
}

async function makeRoom(tx: Tx, options: RestoreOptions): Promise<void> {
  await lockTables(tx);
  const running = await findRunningJobs(tx);
  if (running.length > 0) {
    throw new AppError(
      "conflict",
      `Job ${running.join(", ")} runs here. Cancel it, or wait until it has ended, and restore then.`,
    );
  }
  const contents = Object.entries(await countContents(tx)).map(([name, count]) => `${count} ${name}`);
  if (contents.length > 0 && !options.replace) {
    throw new AppError(
      "conflict",
      `This console is not empty (${contents.join(", ")}). Restore into a new one, or use --replace, which deletes all of that first.`,
    );
  }
  await emptyTables(tx);
}

async function insertParts(tx: Tx, parts: ReturnType<typeof parseBackup>): Promise<BackupCounts> {
  const counts: BackupCounts = {};
  let group: BackupRow[] = [];
  const flush = async () => {
    const table = group[0]?.table;
    if (table)
      await insertRows(
        tx,
        table,
        group.map((one) => one.row),
      );
    group = [];
  };
  for await (const part of parts) {
    if (part.kind !== "row") continue;
    const { table } = part.row;
    if (group.length === GROUP || group[0]?.table !== table) await flush();
    group.push(part.row);
    counts[table] = (counts[table] ?? 0) + 1;
  }
  await flush();
  return counts;
}

function restoredNote(header: BackupHeader) {
  const message = `Restored from the backup of ${header.created_at}. The lines of its log are no part of a backup.`;
  return consoleFrame(
    { stage: "sync", attempt: 1, proxmoxEndpointId: null, at: new Date() },
    { kind: "note", message },
  );
}
