import { z } from "zod";
import { parseJson } from "../json.ts";
import { redactText } from "../redact.ts";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";
import type { Query } from "./send.ts";
import { openBackendStream } from "./stream.ts";
import { maybeText, readableRows } from "./wire-values.ts";

export const logLevels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] as const;

/** The filters of the backend's log. `level` is that level exactly; ids restart at 1 with the backend's process. */
export const BackendLogQuery = z.object({
  level: z.enum(logLevels).optional(),
  errors_only: z.boolean().optional(),
  newer_than_id: z.number().int().min(0).optional(),
  older_than_id: z.number().int().min(0).optional(),
  limit: z.number().int().min(1).max(5000).optional(),
  offset: z.number().int().min(0).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  operation_id: z.string().max(200).optional(),
});
export type BackendLogQuery = z.infer<typeof BackendLogQuery>;

// The escape character starts every ANSI sequence.
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, "g");
const cleanText = (text: string): string => redactText(text.replace(ANSI, ""));
const text = z.string().transform(cleanText);
const shownText = maybeText.transform((value) => (value === null ? null : cleanText(value)));

/** A line of the backend's log: colour codes stripped, secrets redacted. */
export const BackendLogEntry = z
  .object({
    id: z.coerce.number().int(),
    timestamp: z.string(),
    level: z.string(),
    module: shownText,
    message: text,
    operation_id: maybeText,
    operation: shownText,
    phase: shownText,
    resource_type: shownText,
    resource_id: maybeText,
    expandable: z.object({ traceback: shownText }).nullable().catch(null).default(null),
  })
  .transform(({ expandable, ...entry }) => ({ ...entry, traceback: expandable?.traceback ?? null }));
export type BackendLogEntry = z.output<typeof BackendLogEntry>;

const Page = z.looseObject({
  logs: readableRows(BackendLogEntry),
  total: z.number().int(),
  has_more: z.boolean().default(false),
});

export type BackendLogPage = { entries: BackendLogEntry[]; total: number; hasMore: boolean };

/** A page of the backend's log, newest first. It holds the last 10 000 lines of the running process. */
export async function readBackendLogs(
  ctx: BackendContext,
  query: BackendLogQuery,
  signal?: AbortSignal,
): Promise<BackendLogPage> {
  const page = await backendRequest(ctx, { path: "admin/logs", query: toWire(query), schema: Page, signal });
  return { entries: page.logs, total: page.total, hasMore: page.has_more };
}

/**
 * Follows the backend's log: first up to 200 lines that are there already (those after `newer_than_id` when given),
 * then each new one. Ends only by `signal`, or by `backend_protocol` when the backend hangs up.
 */
export async function* followBackendLogs(
  ctx: BackendContext,
  query: Pick<BackendLogQuery, "level" | "errors_only" | "operation_id" | "newer_than_id">,
  signal?: AbortSignal,
): AsyncGenerator<BackendLogEntry> {
  const { level, errors_only, operation_id, newer_than_id } = query;
  const stream = await openBackendStream(ctx, {
    path: "admin/logs/stream",
    query: toWire({ level, errors_only, operation_id, newer_than_id }),
    signal,
  });
  for await (const { event, data } of stream.events) {
    const entry = event === "log" ? BackendLogEntry.safeParse(parseJson(data)) : null;
    if (entry?.success) yield entry.data;
  }
}

/** An ignored filter of the backend: `errors_only` wins over `level`, so that only one of them is sent. */
const toWire = ({ level, errors_only, ...rest }: BackendLogQuery): Query => ({
  ...rest,
  ...(errors_only ? { errors_only } : { level }),
});
