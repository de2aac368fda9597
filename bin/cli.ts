import { Command, CommanderError } from "commander";
import { errorMessage, isAppError } from "#lib/errors";
import openapi from "../docs/openapi.json" with { type: "json" };
import packageJson from "../package.json" with { type: "json" };
import { addBackupCommands } from "./cli/backup.ts";
import { addConfigCommands } from "./cli/config.ts";
import { addDoctorCommand } from "./cli/doctor.ts";
import { CliError, exitCodes, print, refusalText, remark } from "./cli/exit.ts";
import { addPeopleCommands } from "./cli/people.ts";
import { addSecretsCommands } from "./cli/secrets.ts";
import { addSyncCommand } from "./cli/sync.ts";

/** `npm run -s cli -- …`: what is done without a browser, on the machine of the console or elsewhere. */
const program = new Command("cli")
  .description("Proxbox Console on the command line")
  .version(packageJson.version)
  .showHelpAfterError("(--help shows what there is)")
  .exitOverride();
addPeopleCommands(program);
addSyncCommand(program);
addDoctorCommand(program);
addBackupCommands(program);
addSecretsCommands(program);
addConfigCommands(program);
program
  .command("openapi")
  .description("print the description of the HTTP interface")
  .action(() => {
    print(JSON.stringify(openapi, null, 2));
  });
// A reader such as `head` that has enough is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOfError(error);
  // Commander has said its own already.
  if (!(error instanceof CommanderError))
    remark(isAppError(error) ? refusalText(error.message, error.fields) : errorMessage(error));
}

function exitCodeOfError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof CliError) return error.exitCode;
  return isAppError(error, "invalid") ? exitCodes.usage : exitCodes.failed;
}
