import pino, { type Logger } from "pino";
import { redact, redactText } from "./redact.ts";

export type { Logger };

/** A structured logger (JSON lines on stdout) whose every line passes redaction. */
export function createLogger(options: { level: string; name: string }): Logger {
  return pino({
    level: options.level,
    base: { process: options.name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: (fields) => redact(fields) as Record<string, unknown> },
    serializers: { err: serializeError, error: serializeError },
    hooks: {
      logMethod(args, method) {
        const clean = args.map((arg) => (typeof arg === "string" ? redactText(arg) : arg));
        method.apply(this, clean as Parameters<typeof method>);
      },
    },
  });
}

/** For tests and short scripts. */
export const silentLogger: Logger = pino({ level: "silent" });

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return redact(error);
  const code = "code" in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : serializeError(error.cause);
  return { name: error.name, code, message: redactText(error.message), stack: redactText(error.stack ?? ""), cause };
}
