import type { Command } from "commander";
import { DoctorReport, type Finding } from "#lib/doctor/schema";
import { exitCodes, print } from "./exit.ts";
import { onThisMachine } from "./on-this-machine.ts";
import { addRemoteOptions, type RemoteOptions, remoteConsole, remoteOf } from "./remote.ts";

/** A run takes up to 50 s. */
const TIMEOUT_MS = 90_000;
const codes = { ok: exitCodes.ok, failed: exitCodes.failed, warning: exitCodes.warnings } as const;

/** `doctor`: checks everything now; the exit code is the worst that was found. */
export function addDoctorCommand(program: Command): void {
  const command = program
    .command("doctor")
    .description("check the way from DNS to a write that NetBox accepts: 0 all is well, 1 something failed, 2 warnings")
    .option("--json", "print the result as JSON", false)
    .option("--all", "print what is well, too", false);
  addRemoteOptions(command).action(async (options: RemoteOptions & { json: boolean; all: boolean }) => {
    const remote = remoteOf(options);
    const report = remote
      ? await remoteConsole(remote.url, remote.token)("/api/doctor", DoctorReport, { body: {}, timeoutMs: TIMEOUT_MS })
      : await onThisMachine(
          () => import("#lib/doctor/run"),
          (ctx, { runDoctor }) => runDoctor(ctx),
        );
    print(options.json ? JSON.stringify(report, null, 2) : reportText(report, options.all));
    process.exitCode = codes[report.status];
  });
}

/** The result for people: by subject, each finding with its remedy and command below. */
export function reportText(report: DoctorReport, isAll: boolean): string {
  const shown = report.findings.filter(({ status }) => isAll || status !== "ok");
  const groups = Map.groupBy(
    shown,
    ({ subject }) => `${subject.name}${subject.kind === "console" ? "" : ` (${subject.kind})`}`,
  );
  const parts = [...groups].map(([name, findings]) => [name, ...findings.map(findingText)].join("\n"));
  const { ok, warning, failed, skipped } = report.counts;
  return [...parts, `${ok} ok, ${warning} warnings, ${failed} failed, ${skipped} skipped`].join("\n\n");
}

function findingText({ status, title, cause, remedy, command }: Finding): string {
  const indent = " ".repeat(11);
  const lines = [`  ${status.padEnd(9)}${title}: ${cause}`];
  if (remedy) lines.push(`${indent}→ ${remedy}`);
  if (command) lines.push(`${indent}$ ${command}`);
  return lines.join("\n");
}
