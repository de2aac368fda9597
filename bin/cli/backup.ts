import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import type { Command } from "commander";
import type { BackupCounts } from "#lib/backup/schema";
import type { Ctx } from "#lib/ctx";
import { errorMessage } from "#lib/errors";
import { CliError, exitCodes, print, remark } from "./exit.ts";
import { onThisMachine } from "./on-this-machine.ts";

const backups = async () => ({ ...(await import("#lib/backup/write")), ...(await import("#lib/backup/restore")) });
type Backups = Awaited<ReturnType<typeof backups>>;

/** `backup FILE` and `restore FILE`. */
export function addBackupCommands(program: Command): void {
  program
    .command("backup")
    .description(
      "save endpoints, schedules, settings, users, tokens and job summaries; secrets stay sealed, keys are apart",
    )
    .argument("<file>", "a new file")
    .action((file: string) => onThisMachine(backups, (ctx, verbs) => backUp(ctx, verbs, file)));
  program
    .command("restore")
    .description("restore a backup into an empty console")
    .argument("<file>", "what `backup` wrote")
    .option("--replace", "delete everything that this console holds first", false)
    .option("--without-secrets", "leave the secrets out, when their key is lost", false)
    .action((file: string, options: { replace: boolean; withoutSecrets: boolean }) =>
      onThisMachine(backups, (ctx, verbs) => restore(ctx, verbs, { file, ...options })),
    );
}

/** Writes beside the file and renames at the end: whatever stands under its name is whole. */
async function backUp(ctx: Ctx, { writeBackup }: Backups, file: string): Promise<void> {
  if (existsSync(file)) throw new CliError(`${file} exists already; name a new file.`, exitCodes.usage);
  const unfinished = `${file}.unfinished`;
  const output = createWriteStream(unfinished, { flags: "w", mode: 0o600, flush: true });
  // A folder that is missing or full shows here, and in the write that waits for it.
  const ended = finished(output);
  ended.catch(() => {});
  try {
    const written = await writeBackup(ctx, async (line) => {
      if (!output.write(`${line}\n`)) await Promise.race([once(output, "drain"), ended]);
    });
    output.end();
    await ended;
    await rename(unfinished, file);
    print(`Saved ${summary(written.counts)} to ${file}. Keep the keys of CONSOLE_SECRET_KEYS apart from it.`);
    for (const kid of written.lostKeys) {
      remark(
        `Secrets sealed with key "${kid}" are in it, but this console does not have that key: nobody can open them.`,
      );
    }
  } catch (error) {
    output.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
}

type RestoreInput = { file: string; replace: boolean; withoutSecrets: boolean };

async function restore(ctx: Ctx, { restoreBackup }: Backups, { file, ...options }: RestoreInput): Promise<void> {
  const input = createReadStream(file, "utf8");
  await once(input, "open").catch((error: unknown) => {
    throw new CliError(`${file} cannot be read: ${errorMessage(error)}`, exitCodes.usage);
  });
  const { createdAt, counts } = await restoreBackup(ctx, linesOf(input), options);
  print(`Restored ${summary(counts)} from the backup of ${createdAt}.`);
}

/** Reads when it is asked to: a reader that starts by itself loses what comes before somebody listens. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

function summary(counts: BackupCounts): string {
  const endpoints = (counts.backends ?? 0) + (counts.netbox_endpoints ?? 0) + (counts.proxmox_endpoints ?? 0);
  const parts = [
    `${endpoints} endpoints`,
    `${counts.schedules ?? 0} schedules`,
    `${counts.users ?? 0} users`,
    `${counts.api_tokens ?? 0} tokens`,
    `${counts.jobs ?? 0} jobs`,
  ];
  return parts.join(", ");
}
