import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { type ConfigChange, ConfigImport, ConfigText } from "#lib/config/schema";
import { errorMessage } from "#lib/errors";
import { CliError, exitCodes, print, remark } from "./exit.ts";
import { onThisMachine } from "./on-this-machine.ts";
import { addRemoteOptions, type RemoteOptions, remoteConsole, remoteOf } from "./remote.ts";

type ImportOptions = RemoteOptions & { dryRun: boolean; json: boolean };

/** `config export [FILE]` and `config import FILE`: settings, endpoints, schedules and webhooks as YAML, no secrets. */
export function addConfigCommands(program: Command): void {
  const config = program.command("config").description("settings, endpoints, schedules and webhooks as YAML");
  const save = config
    .command("export")
    .description("print the configuration, or write it to a file; it holds no secrets")
    .argument("[file]", "is written anew when it exists");
  addRemoteOptions(save).action(exportTo);
  const load = config
    .command("import")
    .description("create and change what a file names, all or nothing; what it does not name stays")
    .argument("<file>", "what `config export` wrote; - reads standard input")
    .option("--dry-run", "tell what would change, and change nothing", false)
    .option("--json", "print the result as JSON", false);
  addRemoteOptions(load).action(importFrom);
}

async function exportTo(file: string | undefined, options: RemoteOptions): Promise<void> {
  const remote = remoteOf(options);
  const document = remote
    ? (await remoteConsole(remote.url, remote.token)("/api/config?format=json", ConfigText)).document
    : await onThisMachine(
        () => import("#lib/config/export"),
        (ctx, { exportConfig }) => exportConfig(ctx),
      );
  if (file === undefined) print(document.trimEnd());
  else {
    await writeFile(file, document);
    remark(`Wrote ${file}. Passwords and tokens are not in it.`);
  }
}

async function importFrom(file: string, options: ImportOptions): Promise<void> {
  const document = await read(file);
  const body = { document, dry_run: options.dryRun };
  const remote = remoteOf(options);
  const result = remote
    ? await remoteConsole(remote.url, remote.token)("/api/config", ConfigImport, { body })
    : await onThisMachine(
        () => import("#lib/config/import"),
        (ctx, { importConfig }) => importConfig(ctx, body),
      );
  print(options.json ? JSON.stringify(result, null, 2) : importText(result));
}

const read = (file: string): Promise<string> =>
  (file === "-" ? text(process.stdin) : readFile(file, "utf8")).catch((error: unknown) => {
    throw new CliError(`${file} cannot be read: ${errorMessage(error)}`, exitCodes.usage);
  });

/** What an import changed, for people: each object with its fields below. */
export function importText({ dry_run, counts, changes, sendings }: ConfigImport): string {
  const shown = changes.filter(({ action }) => action !== "unchanged").map(changeText);
  const sent = sendings.map((words) => `${dry_run ? "would send" : "sends"}: ${words}`);
  const sum = `${counts.create} created, ${counts.update} changed, ${counts.unchanged} unchanged`;
  return [...shown, ...sent, dry_run ? `Dry run, nothing was changed: ${sum}` : sum].join("\n");
}

function changeText({ kind, name, action, fields, note }: ConfigChange): string {
  const lines = [`${action} ${kind === "settings" ? kind : `${kind} ${name}`}`];
  if (action === "update")
    for (const [field, { before, after }] of Object.entries(fields))
      lines.push(`  ${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
  if (note) lines.push(`  → ${note}`);
  return lines.join("\n");
}
