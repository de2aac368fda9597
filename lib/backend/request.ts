import type { z } from "zod";
import { AppError } from "../errors.ts";
import { deadline } from "../time.ts";
import type { BackendContext } from "./context.ts";
import { type Query, send } from "./send.ts";

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

/** One JSON call; the answer passes `schema`. What does not fit is `backend_protocol`. */
export async function backendRequest<T>(ctx: BackendContext, input: BackendRequest<T>): Promise<T> {
  const timeoutMs = input.timeoutMs ?? httpTimeoutForSyncPath(input.path);
  const signal = deadline(timeoutMs, input.signal);
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
  const details = { status: answer.statusCode, url: answer.candidate.url, via: answer.candidate.via, path: input.path };
  let text: string;
  try {
    text = await readText(answer.body, signal);
  } catch (cause) {
    if (input.signal?.aborted) throw input.signal.reason;
    throw new AppError("backend_unreachable", `${ctx.name} stopped in the middle of its answer to ${input.path}.`, {
      cause,
      details,
    });
  }
  const parsed = input.schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError(
    "backend_protocol",
    `${ctx.name} answered ${input.path} with something this console does not understand (${issue?.path.join(".") || "body"}: ${issue?.message}).`,
    { details },
  );
}

async function readText(body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    signal.throwIfAborted();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
