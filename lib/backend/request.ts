import type { z } from "zod";
import { AppError } from "../errors.ts";
import { parseJson } from "../json.ts";
import { BodyLimit, readText } from "../net/read-text.ts";
import { explainContent } from "./content.ts";
import type { BackendContext } from "./context.ts";
import { type Answer, type Query, send } from "./send.ts";

/** Milliseconds until headers, by path: the first pattern that fits. Streams prepare for minutes before they answer. */
const TIMEOUTS: readonly [RegExp, number][] = [
  [/^health$/, 10_000],
  [/^auth\//, 15_000],
  [/^version$/, 15_000],
  [/^full-update$/, 3_600_000],
  [/\/stream$/, 600_000],
  [/^sync\/individual\//, 120_000],
  [/^openapi\.json$/, 60_000],
  [/^netbox\/endpoint\/\d+\/probe$/, 30_000],
];
const DEFAULT_TIMEOUT_MS = 60_000;

/** How long a path may take until its headers are there. */
export function httpTimeoutForSyncPath(path: string): number {
  const bare = path.replace(/^\//, "");
  return TIMEOUTS.find(([pattern]) => pattern.test(bare))?.[1] ?? DEFAULT_TIMEOUT_MS;
}

export type BackendRequest<T> = {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Query;
  body?: unknown;
  schema: z.ZodType<T>;
  timeoutMs?: number;
  signal?: AbortSignal;
  mayRepeat?: boolean;
};

/** The largest answer is the OpenAPI document with about 4 MB; a big cluster's inventory stays below this too. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** One JSON call; the answer passes `schema`. What does not fit is `backend_protocol`. */
export async function backendRequest<T>(ctx: BackendContext, input: BackendRequest<T>): Promise<T> {
  const timeoutMs = input.timeoutMs ?? httpTimeoutForSyncPath(input.path);
  const answer = await send(ctx, {
    method: input.method ?? "GET",
    path: input.path,
    query: input.query,
    body: input.body,
    accept: "application/json",
    headersTimeoutMs: timeoutMs,
    signal: input.signal,
    mayRepeat: input.mayRepeat,
  });
  const text = await readAnswer(ctx, input, { answer, timeoutMs });
  const value = parseJson(text);
  const parsed = input.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problem =
    value === undefined ? `${explainContent(answer, text)}, not JSON` : explainIssue(parsed.error.issues[0]);
  throw new AppError(
    "backend_protocol",
    `${ctx.name} answered ${input.path} with something this console does not understand (${problem}).`,
    { details: factsOf(input.path, answer) },
  );
}

async function readAnswer<T>(
  ctx: BackendContext,
  input: BackendRequest<T>,
  { answer, timeoutMs }: { answer: Answer; timeoutMs: number },
): Promise<string> {
  try {
    return await readText(answer.body, { maxBytes: MAX_ANSWER_BYTES, timeoutMs });
  } catch (cause) {
    if (input.signal?.aborted) throw input.signal.reason;
    const why = cause instanceof BodyLimit ? cause.message : "the connection was closed";
    throw new AppError("backend_unreachable", `${ctx.name} broke off its answer to ${input.path}: ${why}.`, {
      cause,
      details: { ...factsOf(input.path, answer), sent: true, why },
    });
  }
}

const factsOf = (path: string, answer: Answer) => ({
  status: answer.statusCode,
  url: answer.candidate.url,
  via: answer.candidate.via,
  path,
});

const explainIssue = (issue: z.core.$ZodIssue | undefined): string =>
  `${issue?.path.join(".") || "body"}: ${issue?.message}`;
