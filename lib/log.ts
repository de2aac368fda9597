import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";
import { redact, redactText } from "./redact.ts";

export type { Logger };

/** A structured logger (JSON lines on stdout) whose every line passes redaction. */
export function createLogger(options: { level: string; name: string; sink?: DestinationStream }): Logger {
  const settings: LoggerOptions = {
    level: options.level,
    base: { process: options.name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redact(withErrors(fields)) as Record<string, unknown>,
    },
    hooks: {
      logMethod(args, method) {
        const clean = args.map((arg) => (typeof arg === "string" ? redactText(arg) : arg));
        method.apply(this, clean as Parameters<typeof method>);
      },
    },
  };
  return options.sink ? pino(settings, options.sink) : pino(settings);
}

/** For tests and short scripts. */
export const silentLogger: Logger = pino({ level: "silent" });

/** An error's own words are no enumerable fields: redaction alone would lose them, and keep what hangs on the error. */
function withErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? serializeError(value) : value]),
  );
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return redact(error);
  const code = "code" in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : serializeError(error.cause);
  return { name: error.name, code, message: redactText(error.message), stack: redactText(error.stack ?? ""), cause };
}
