import { hashToken } from "../crypto/token.ts";
import type { NetworkPolicy } from "../net/addresses.ts";
import { guardedAgent } from "../net/connect.ts";
import { rememberSecret } from "../redact.ts";
import { singleton } from "../singleton.ts";
import { type BackendContext, type BackendTarget, candidateUrls, keyHeader } from "./context.ts";
import { type KeyStore, recoverKey } from "./recover-key.ts";

export type ContextOptions = {
  policy: NetworkPolicy;
  caFile?: string;
  /** Without it no new key is made: nobody would know it afterwards. */
  keys?: KeyStore;
};

/** Builds the request context of a backend. The key lives in this closure and leaves it only as the header. */
export function openBackendContext(target: BackendTarget, options: ContextOptions): BackendContext {
  let key = target.key;
  rememberSecret(key);
  const ctx: BackendContext = {
    backendId: target.id,
    name: target.name,
    candidates: candidateUrls(target),
    verifySsl: target.verifySsl,
    policy: options.policy,
    dispatcher: agentFor(options.policy, target.verifySsl, options.caFile),
    headers: () => keyHeader(key),
    recoverKey: async (signal) => {
      const name = [target.id, ...ctx.candidates.map(({ url }) => url), hashToken(key ?? "")].join(" ");
      if (wasRefused(name)) return false;
      const flight = onceAtATime(name, () => recoverKey({ ...ctx, recoverKey: async () => false }, key, options.keys));
      const found = await untilAborted(flight, signal);
      if (found === null) refusedKeys().set(name, Date.now());
      else key = found;
      return found !== null;
    },
  };
  return ctx;
}

/** As long as the backend counts failures: every further try with this key would bring the lockout nearer. */
const REFUSED_FOR_MS = 300_000;
const refusedKeys = () => singleton("backend.refused-keys", () => new Map<string, number>());
const wasRefused = (name: string): boolean => Date.now() - (refusedKeys().get(name) ?? 0) < REFUSED_FOR_MS;

/** Calls that fail side by side recover once: two registrations would leave one of them with a key nobody knows. */
function onceAtATime(name: string, recover: () => Promise<string | null>): Promise<string | null> {
  const running = singleton("backend.recovering", () => new Map<string, Promise<string | null>>());
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
