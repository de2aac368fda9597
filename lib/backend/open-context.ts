import type { NetworkPolicy } from "../net/addresses.ts";
import { guardedAgent } from "../net/connect.ts";
import { rememberSecret } from "../redact.ts";
import { singleton } from "../singleton.ts";
import { type BackendContext, type BackendTarget, candidateUrls } from "./context.ts";
import { recoverKey } from "./recover-key.ts";

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
      const found = await recoverKey({ ...ctx, recoverKey: async () => false }, key, signal);
      if (!found) return false;
      key = found.key;
      rememberSecret(key);
      if (found.registered) await options.saveKey?.(key);
      return true;
    },
  };
  return ctx;
}

/** Agents are shared per policy, so that connections are kept alive between calls. */
function agentFor(policy: NetworkPolicy, verifySsl: boolean, caFile: string | undefined) {
  const name = ["backend.agent", verifySsl, caFile ?? "", policy.allowPublic, ...policy.allowed].join("|");
  return singleton(name, () => guardedAgent(policy, { verifySsl, caFile }));
}
