/** The closed set of error codes: programs read these, people read the message. */
export const errorCodes = [
  "invalid",
  "unauthenticated",
  "method_not_allowed",
  "unsupported_media_type",
  "csrf",
  "forbidden",
  "not_found",
  "conflict",
  "precondition_failed",
  "payload_too_large",
  "rate_limited",
  "backend_unreachable",
  "backend_refused",
  "backend_failed",
  "backend_protocol",
  "internal",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export type FieldErrors = Record<string, string[]>;

export type AppErrorOptions = {
  cause?: unknown;
  /** Messages by field name, for forms and problem details. */
  fields?: FieldErrors;
  /** Facts for programs and logs, e.g. `{ status, url, elapsedMs, retryAfterMs }`. Never a secret. */
  details?: Record<string, unknown>;
};

/** Every failure that a caller may react to. Unknown errors become an opaque `internal` at the border. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldErrors | undefined;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.fields = options.fields;
    this.details = options.details ?? {};
  }
}

/** A 400 about one field: names the field, what was given, and what to do. */
export const invalidField = (field: string, message: string): AppError => invalidFields({ [field]: [message] });

/** A 400 about several fields; its sentence is that of the first one, with `more` behind it. */
export function invalidFields(fields: FieldErrors, more = ""): AppError {
  const [first] = Object.entries(fields);
  return new AppError("invalid", `${first?.[0]}: ${first?.[1][0]}${more}`, { fields });
}

export function addFieldError(fields: FieldErrors, field: string, message: string): void {
  fields[field] = [...(fields[field] ?? []), message];
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** The sentence of any thrown value. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Fails loudly when something the code relies on does not hold. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AppError("internal", message);
}
