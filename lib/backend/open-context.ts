import { hashToken } from "../crypto/token.ts";
import type { NetworkPolicy } from "../net/addresses.ts";
import { guardedAgent } from "../net/connect.ts";
import { oneFlight } from "../one-flight.ts";
import { rememberSecret } from "../redact.ts";
import { singleton } from "../singleton.ts";
import { type BackendContext, type BackendTarget, candidateUrls, keyHeader } from "./context.ts";
import { type KeyStore, recoverKey } from "./recover-key.ts";
import { type Refusals, refusalsInMemory } from "./refusals.ts";

export type ContextOptions = {
  policy: NetworkPolicy;
  caFile?: string;
  /** Without it no new key is made: nobody would know it afterwards. */
  keys?: KeyStore;
  /** Kept in memory, with this context, when none are given. */
  refusals?: Refusals;
};

/** Builds the request context of a backend. The key lives in this closure and leaves it only as the header. */
export function openBackendContext(target: BackendTarget, options: ContextOptions): BackendContext {
  let key = target.key;
  rememberSecret(key);
  const refusals = options.refusals ?? refusalsInMemory();
  const ctx: BackendContext = {
    backendId: target.id,
    name: target.name,
    candidates: candidateUrls(target),
    verifySsl: target.verifySsl,
    policy: options.policy,
    dispatcher: agentFor(options.policy, target.verifySsl, options.caFile),
    refusals,
    headers: () => keyHeader(key),
    recoverKey: async (signal) => {
      if (await refusals.isKeyRefused(key)) return false;
      // Calls that fail side by side recover once: two registrations would leave one with a key nobody knows.
      const urls = ctx.candidates.map(({ url }) => url);
      const name = ["backend.key", target.id, ...urls, hashToken(key ?? "")].join(" ");
      const flight = oneFlight(name, () => recoverKey({ ...ctx, recoverKey: async () => false }, key, options.keys));
      const found = await untilAborted(flight, signal);
      if (found === null) await refusals.refuseKey(key);
      else key = found;
      return found !== null;
    },
  };
  return ctx;
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
