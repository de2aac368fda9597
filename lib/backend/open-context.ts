import { hashToken } from "../crypto/token.ts";
import type { NetworkPolicy } from "../net/addresses.ts";
import { guardedAgent } from "../net/connect.ts";
import { rememberSecret } from "../redact.ts";
import { singleton } from "../singleton.ts";
import { type BackendContext, type BackendTarget, candidateUrls } from "./context.ts";
import { type RecoveredKey, recoverKey } from "./recover-key.ts";

export type ContextOptions = {
  policy: NetworkPolicy;
  caFile?: string;
  /** Stores a key that was just registered at the backend. */
  saveKey?: (key: string) => Promise<void>;
};

const HEADER = "X-Proxbox-API-Key";

/** Builds the request context of a backend. The key lives in this closure and leaves it only as the header. */
export function openBackendContext(target: BackendTarget, options: ContextOptions): BackendContext {
  let key = target.key;
  let refused = false;
  rememberSecret(key);
  const ctx: BackendContext = {
    backendId: target.id,
    name: target.name,
    candidates: candidateUrls(target),
    verifySsl: target.verifySsl,
    policy: options.policy,
    dispatcher: agentFor(options.policy, target.verifySsl, options.caFile),
    headers: (): Record<string, string> => (key ? { [HEADER]: key } : {}),
    recoverKey: async (signal) => {
      // Every try with a wrong key counts towards the lockout: one verification per context is enough.
      if (refused) return false;
      const flight = onceAtATime(`${target.id}/${hashToken(key ?? "")}`, async () => {
        const found = await recoverKey({ ...ctx, recoverKey: async () => false }, key);
        if (found?.registered) await options.saveKey?.(found.key);
        return found;
      });
      const found = await untilAborted(flight, signal);
      if (!found) refused = true;
      else key = found.key;
      return found !== null;
    },
  };
  return ctx;
}

/** Calls that fail side by side recover once: two registrations would leave one of them with a key nobody knows. */
function onceAtATime(name: string, recover: () => Promise<RecoveredKey | null>): Promise<RecoveredKey | null> {
  const running = singleton("backend.recovering", () => new Map<string, Promise<RecoveredKey | null>>());
  const flight = running.get(name) ?? recover().finally(() => running.delete(name));
  running.set(name, flight);
  return flight;
}

/** The flight goes on for the others when one of its passengers leaves. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const left = Promise.withResolvers<never>();
  const leave = () => left.reject(signal.reason);
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([work, left.promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

/** Agents are shared per policy, so that connections are kept alive between calls. */
function agentFor(policy: NetworkPolicy, verifySsl: boolean, caFile: string | undefined) {
  const name = ["backend.agent", verifySsl, caFile ?? "", policy.allowPublic, ...policy.allowed].join("|");
  return singleton(name, () => guardedAgent(policy, { verifySsl, caFile }));
}
