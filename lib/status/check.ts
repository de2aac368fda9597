import { type Db, inTransaction } from "#db/client";
import { backendRefusals } from "../endpoints/backend-refusals.ts";
import { backendKeys, saveBackendVersion } from "../endpoints/for-sync.ts";
import { type OpenedEndpoint, openOrRecover } from "../endpoints/open.ts";
import { AppError } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { backoffMs } from "../time.ts";
import { type LookTarget, lookAt } from "./look.ts";
import { nothing } from "./probe.ts";
import { type CheckFacts, type CheckStatus, kindOfService, type Service, type WireCheck } from "./schema.ts";
import { findCheck, saveCheck } from "./store.ts";
import { toWireCheck } from "./to-wire.ts";

export type CheckTiming = { everyMs: number; now: () => Date; random?: () => number };

export type CheckInput = {
  service: Service;
  id: number;
  timing: CheckTiming;
  signal?: AbortSignal;
  /** Somebody wants to know now: one failure is an error at once, and is no reason to wait longer for the next look. */
  isAsked?: boolean;
};

/** An endpoint that stays away is asked less and less often, at most this seldom. */
const MAX_BACKOFF_MS = 5 * 60_000;
/** A refused key is not tried again soon: every try counts towards a lockout. */
const REFUSED_PAUSE_MS = 10 * 60_000;
/** One lost packet is no outage: a second look this soon decides. */
const SECOND_LOOK_MS = 3_000;

/**
 * Looks at one endpoint now, stores what was found, and tells everybody when its state changed. It counts for the
 * endpoint as it was when it began: one that is changed meanwhile is due again, and what its old credential met says nothing of the new one.
 */
export async function checkEndpoint(db: Db, input: CheckInput): Promise<WireCheck> {
  const { service, id, timing } = input;
  const at = timing.now();
  const found = await openOrRecover(db, kindOfService[service], id);
  if (!found) throw new AppError("not_found", `There is no endpoint ${id} of the kind ${kindOfService[service]}.`);
  // Without its secrets nothing is sent: a sign-in with none would count towards a lockout.
  const facts =
    "lost" in found
      ? { ...nothing(found.endpoint), detail: found.lost }
      : await lookAt(targetOf(db, found), input.signal);
  const before = await findCheck(db, service, id);
  const failures = isGood(facts) ? 0 : (before?.failures ?? 0) + 1;
  const isDoubtful = before?.status === "success" && failures === 1 && !facts.reachable && !input.isAsked;
  const status: CheckStatus = isGood(facts) || isDoubtful ? "success" : "error";
  const isChanged = before?.checkedAt == null || before.status !== status;
  const pauseMs = isDoubtful ? SECOND_LOOK_MS : nextInMs(facts, failures, timing);
  const row = {
    ...{ service, endpointId: id, status, failures, at },
    facts: isDoubtful ? { ...(before.result as unknown as CheckFacts) } : facts, // safe because only facts are stored
    changedAt: isChanged ? at : (before?.changedAt ?? at),
    endpointUpdatedAt: found.endpoint.updatedAt,
    nextCheckAt: new Date(timing.now().getTime() + pauseMs),
  };
  await inTransaction(db, async (tx) => {
    await saveCheck(tx, row);
    if (
      "kind" in found &&
      found.kind === "backends" &&
      facts.version !== null &&
      facts.version !== before?.result.version
    )
      await saveBackendVersion(tx, id, facts.version);
    if (isChanged) await publish(tx, topics.status);
  });
  const { enabled, domain, ipAddress, port } = found.endpoint;
  return toWireCheck(service, { id, enabled, domain, ip_address: ipAddress, port }, await findCheck(db, service, id));
}

const isGood = (facts: CheckFacts): boolean => facts.reachable && facts.authenticated;

function targetOf(db: Db, found: OpenedEndpoint): LookTarget {
  if (found.kind === "netbox") return { service: "netbox", target: found.endpoint };
  if (found.kind === "proxmox") return { service: "proxmox", target: found.endpoint };
  const { endpoint } = found;
  const { id } = endpoint;
  return { service: "fastapi", target: endpoint, keys: backendKeys(db, id), refusals: backendRefusals(db, id) };
}

/** Milliseconds until the next look, spread a little so that many endpoints are not asked in the same moment. */
export function nextInMs(facts: CheckFacts, failures: number, timing: CheckTiming): number {
  const { everyMs, random = Math.random } = timing;
  const jitteredMs = everyMs * (0.95 + random() * 0.1);
  if (isGood(facts)) return jitteredMs;
  if (facts.retryAfterMs !== null) return Math.max(facts.retryAfterMs, jitteredMs);
  if (facts.authentication === "error") return Math.max(REFUSED_PAUSE_MS, jitteredMs);
  return Math.max(jitteredMs, backoffMs(failures - 1, { firstMs: everyMs, maxMs: MAX_BACKOFF_MS, random }));
}
