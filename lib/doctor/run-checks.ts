/**
 * Checks in their order. One whose premise failed is skipped, and says which one that was; those of one endpoint run
 * one after the other, those of several endpoints side by side.
 */
import { errorMessage, isAppError } from "../errors.ts";
import { redactText } from "../redact.ts";
import type { Finding, Offer, Subject } from "./schema.ts";

export type Outcome = {
  status: Finding["status"];
  cause: string;
  remedy?: string | null;
  command?: string | null;
  offer?: Offer | null;
  heldUp?: boolean;
};

export type Check = {
  id: string;
  subject: Subject;
  title: string;
  /** Ids of checks before this one that must not have failed. */
  needs: readonly string[];
  run: (signal: AbortSignal) => Promise<Outcome>;
};

export type RunOptions = { signal: AbortSignal; now?: () => number };

/** Runs all and returns one finding each, in the order given. Never throws for what a check finds. */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<Finding[]> {
  const found = new Map<string, Promise<Finding>>();
  const lanes = new Map<string, Promise<unknown>>();
  for (const check of checks) {
    const premises = check.needs.map((id) => {
      const premise = found.get(id);
      if (!premise) throw new Error(`check ${check.id} needs ${id}, which does not come before it`);
      return premise;
    });
    const lane = `${check.subject.kind}/${check.subject.endpoint_id}`;
    const turn = Promise.all([lanes.get(lane), ...premises]);
    const finding = turn.then(async () => runOne(check, await Promise.all(premises), options));
    found.set(check.id, finding);
    lanes.set(lane, finding);
  }
  return Promise.all(found.values());
}

async function runOne(check: Check, premises: readonly Finding[], options: RunOptions): Promise<Finding> {
  const { signal, now = () => performance.now() } = options;
  const startedMs = now();
  const outcome = skipOf(premises) ?? (await outcomeOf(check, signal));
  return {
    id: check.id,
    subject: check.subject,
    title: check.title,
    status: outcome.status,
    cause: redactText(outcome.cause),
    remedy: outcome.remedy ? redactText(outcome.remedy) : null,
    command: outcome.command ?? null,
    offer: outcome.offer ?? null,
    held_up: outcome.heldUp ?? false,
    duration_ms: Math.round(now() - startedMs),
  };
}

function skipOf(premises: readonly Finding[]): Outcome | null {
  const failed = premises.find((premise) => premise.status === "failed");
  if (failed) return heldUp(`Not checked, because “${failed.title}” failed for ${failed.subject.name}.`);
  const unknown = premises.find((premise) => premise.status === "skipped");
  return unknown ? { ...skipped(unknown.cause), heldUp: unknown.held_up } : null;
}

/** There is nothing to check. */
export const skipped = (cause: string): Outcome => ({ status: "skipped", cause });

const heldUp = (cause: string): Outcome => ({ ...skipped(cause), heldUp: true });

async function outcomeOf(check: Check, signal: AbortSignal): Promise<Outcome> {
  if (signal.aborted) return heldUp(OUT_OF_TIME);
  const over = Promise.withResolvers<Outcome>();
  const end = () => over.resolve(heldUp(OUT_OF_TIME));
  signal.addEventListener("abort", end, { once: true });
  try {
    // What a check waits for need not know of the signal.
    return await Promise.race([check.run(signal), over.promise]);
  } catch (error) {
    if (signal.aborted) return heldUp(OUT_OF_TIME);
    if (isAppError(error)) return { status: "failed", cause: errorMessage(error) };
    throw error;
  } finally {
    signal.removeEventListener("abort", end);
  }
}

const OUT_OF_TIME = "Not checked: the time of this run was over. Run it again once what is slow answers.";
