import type { Db } from "#db/client";
import { keyring } from "../crypto/keyring.ts";
import { open } from "../crypto/seal.ts";
import { errorMessage } from "../errors.ts";
import { callOnce } from "../net/call.ts";
import { guardedAgent } from "../net/connect.ts";
import { redactText } from "../redact.ts";
import { webhookPolicy } from "./policy.ts";
import { nextTryAt } from "./retry.ts";
import { secretPlace } from "./secret.ts";
import { signBody } from "./sign.ts";
import {
  type DeliveryRow,
  findDueDeliveries,
  finishDelivery,
  type HeldDelivery,
  ringDelivery,
  takeDelivery,
  type WebhookRow,
} from "./store.ts";

const PATIENCE_MS = 10_000;
/** Longer than one try can take: a process that died in the middle gives it free. */
export const HOLD_S = 60;
const MAX_ERROR_CHARS = 500;

/** One try of a delivery that is due; a failed one is put off, the last one gives up. Null: nothing to do. */
export async function deliver(db: Db, deliveryId: number): Promise<DeliveryRow | null> {
  const taken = await takeDelivery(db, deliveryId, HOLD_S);
  return taken && deliverHeld(db, taken);
}

/** The try of a delivery that this process holds. */
export async function deliverHeld(db: Db, { delivery, webhook }: HeldDelivery): Promise<DeliveryRow> {
  const result = await send(webhook, delivery);
  if (result.error === null) {
    const done = { status: "delivered" as const, deliveredAt: new Date(), nextTryAt: null, error: null };
    return finishDelivery(db, delivery.id, { ...done, httpStatus: result.httpStatus });
  }
  const again = nextTryAt(delivery.attempts, new Date());
  const row = await finishDelivery(db, delivery.id, {
    status: again ? "pending" : "failed",
    httpStatus: result.httpStatus,
    error: redactText(result.error).slice(0, MAX_ERROR_CHARS),
    nextTryAt: again,
  });
  if (again) await ringDelivery(db, delivery.id, again);
  return row;
}

const MAX_PER_LOOK = 50;

/** Tries every delivery that is due. */
export async function deliverDue(db: Db): Promise<void> {
  for (const id of await findDueDeliveries(db, MAX_PER_LOOK)) await deliver(db, id);
}

type Sent = { httpStatus: number | null; error: string | null };

async function send(webhook: WebhookRow, delivery: DeliveryRow): Promise<Sent> {
  const { networks, caFile } = webhookPolicy();
  const dispatcher = guardedAgent(networks, { verifySsl: webhook.verifySsl, caFile });
  try {
    const answer = await callOnce({
      method: "POST",
      url: new URL(webhook.url),
      headers: headersOf(webhook, delivery),
      body: delivery.payload,
      dispatcher,
      policy: networks,
      headersTimeoutMs: PATIENCE_MS,
    });
    await answer.body.dump();
    const { statusCode: httpStatus } = answer;
    const isTaken = httpStatus >= 200 && httpStatus < 300;
    return { httpStatus, error: isTaken ? null : `The receiver answered ${httpStatus}.` };
  } catch (error) {
    return { httpStatus: null, error: errorMessage(error) };
  } finally {
    await dispatcher.destroy();
  }
}

function headersOf(webhook: WebhookRow, delivery: DeliveryRow): Record<string, string> {
  const timestampS = Math.floor(Date.now() / 1000);
  const secret = webhook.sealedSecret && open(keyring(), webhook.sealedSecret, secretPlace(webhook.id));
  return {
    "x-proxbox-event": delivery.event,
    "x-proxbox-delivery": String(delivery.id),
    "x-proxbox-timestamp": String(timestampS),
    ...(secret ? { "x-proxbox-signature": signBody(secret, timestampS, JSON.stringify(delivery.payload)) } : {}),
  };
}
