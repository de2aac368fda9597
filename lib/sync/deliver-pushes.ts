import type { Db } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { systemActor } from "../auth/schema.ts";
import { openEndpoint } from "../endpoints/open.ts";
import { AppError, errorMessage } from "../errors.ts";
import type { Logger } from "../log.ts";
import { failPush, type PushRow, settlePush, takeDuePush } from "../pushes/deliver.ts";
import { redactText } from "../redact.ts";
import { backoffMs, deadline } from "../time.ts";
import { deliverEndpoint } from "./push-endpoint.ts";

/** Who took a push and died leaves it to others after this. */
const TURN_MS = 120_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const MAX_ERROR_CHARS = 500;

/** What another try may mend. */
const PASSING = new Set(["backend_unreachable", "backend_failed", "rate_limited", "backend_protocol"]);

export type DeliverInput = { log: Logger; now?: () => Date; signal?: AbortSignal };

/** Gives backends what was saved here since; what cannot be delivered now is tried again later. Returns how many were settled. */
export async function deliverPushes(db: Db, input: DeliverInput): Promise<number> {
  const { log, now = () => new Date(), signal } = input;
  let settled = 0;
  while (!signal?.aborted) {
    const at = now();
    const row = await takeDuePush(db, { now: at, until: new Date(at.getTime() + TURN_MS) });
    if (!row) break;
    try {
      await deliver(db, row, deadline(TURN_MS, signal));
      await settlePush(db, row);
      settled += 1;
    } catch (error) {
      if (signal?.aborted) break;
      await failPush(db, row, failureOf(error, row, now()));
      if (!(error instanceof AppError)) log.warn({ err: error, kind: row.kind, endpointId: row.endpointId }, "push");
    }
  }
  return settled;
}

/** A job never re-points a backend to another NetBox, and neither does a save: only Push does. */
async function deliver(db: Db, row: PushRow, signal: AbortSignal): Promise<void> {
  const found = await openEndpoint(db, row.kind, row.endpointId);
  if (!found?.endpoint.enabled) return;
  const pushed = await deliverEndpoint(db, found, { mayRepoint: false, signal }).catch((error) => {
    if (error instanceof AppError && error.code === "not_found") return [];
    throw error;
  });
  const changed = pushed.filter(({ change }) => change !== "unchanged");
  if (changed.length === 0) return;
  const { name } = found.endpoint;
  await recordAudit(
    { db, actor: systemActor(`push after the save of ${row.requestedBy}`) },
    { action: "push", objectType: row.kind, objectId: row.endpointId, objectName: name, after: { pushed: changed } },
  );
}

function failureOf(error: unknown, row: PushRow, now: Date): Parameters<typeof failPush>[2] {
  const isPassing = !(error instanceof AppError) || PASSING.has(error.code);
  const wantedMs = error instanceof AppError ? Number(error.details.retryAfterMs ?? 0) : 0;
  const pauseMs = Math.max(wantedMs, backoffMs(row.attempts - 1, { firstMs: FIRST_PAUSE_MS, maxMs: LONGEST_PAUSE_MS }));
  const message = error instanceof AppError ? errorMessage(error) : "The push failed inside the console.";
  return {
    error: redactText(message).slice(0, MAX_ERROR_CHARS),
    nextTryAt: new Date(now.getTime() + pauseMs),
    refusedAt: isPassing ? null : now,
  };
}
