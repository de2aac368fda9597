import type { Command } from "commander";
import type { KeyUse } from "#lib/secrets/status";
import { CliError, exitCodes, print, remark } from "./exit.ts";
import { onThisMachine } from "./on-this-machine.ts";

/** `secrets rotate` and `secrets status`: CONSOLE_SECRET_KEYS holds the keys, the first one seals. */
export function addSecretsCommands(program: Command): void {
  const secrets = program.command("secrets").description("the keys that seal stored credentials");
  secrets
    .command("rotate")
    .description("seal every stored credential anew with the first of CONSOLE_SECRET_KEYS; may be stopped and repeated")
    .action(async () => {
      const { kid, resealed, lost } = await onThisMachine(
        () => import("#lib/secrets/rotate"),
        (ctx, { rotateSecrets }) => rotateSecrets(ctx, (done) => remark(`${done} sealed anew`)),
      );
      print(`${resealed} sealed anew with the key ${kid}.`);
      for (const one of lost) remark(`Recovery required: ${one.table} ${one.id} ${one.column}, sealed with ${one.kid}`);
      if (lost.length > 0)
        throw new CliError(`${lost.length} cannot be opened and stay as they are.`, exitCodes.failed);
    });
  secrets
    .command("status")
    .description("how many stored credentials each key has sealed")
    .action(async () => {
      const uses = await onThisMachine(
        () => import("#lib/secrets/status"),
        (ctx, { keyUses }) => keyUses(ctx),
      );
      for (const use of uses) print(lineOf(use));
    });
}

function lineOf({ kid, secrets, isKnown, isCurrent }: KeyUse): string {
  const what = isCurrent ? "seals" : isKnown ? "opens" : "missing: recovery required";
  return `${kid}\t${secrets}\t${what}`;
}
