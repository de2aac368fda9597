/** What programs that call us read. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  warnings: 2,
  refused: 3,
  noWorker: 4,
  cancelled: 5,
  timedOut: 6,
  usage: 64,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a sentence and an exit code. */
export class CliError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.failed) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
  }
}

/** A refusal of several fields names each on a line of its own. */
export function refusalText(message: string, fields: Record<string, string[]> = {}): string {
  const lines = Object.entries(fields).map(([name, messages]) => `${name}: ${messages.join("; ")}`);
  return lines.length > 1 ? lines.join("\n") : message;
}

export const print = (text: string): boolean => process.stdout.write(`${text}\n`);
/** Progress and remarks: apart from what programs read. */
export const remark = (text: string): boolean => process.stderr.write(`${text}\n`);
