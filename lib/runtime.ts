import { type OpenDb, openDb } from "#db/client";
import { setKeyring } from "./crypto/keyring.ts";
import { setEndpointPolicies } from "./endpoints/policies.ts";
import { type Env, env } from "./env.ts";
import { type Listener, openListener } from "./events/listen.ts";
import { createLogger, type Logger } from "./log.ts";
import { setSingleton, singleton } from "./singleton.ts";
import { setWebhookPolicy } from "./webhooks/policy.ts";

/** The process-wide things of the web: one pool, one LISTEN connection, one logger. */
export type Runtime = OpenDb & { env: Env; listener: Listener; log: Logger };

const NAME = "runtime";
/** Pages and routes are short; streams hold no connection. */
const POOL_SIZE = 12;

/** Built on first use and shared by Next's separate module graphs. */
export function runtime(): Runtime {
  return singleton(NAME, () => {
    const environment = env();
    setKeyring(environment.CONSOLE_SECRET_KEYS);
    setEndpointPolicies(environment);
    setWebhookPolicy(environment);
    const log = createLogger({ level: environment.LOG_LEVEL, name: "web" });
    const open = openDb(environment.DATABASE_URL, { max: POOL_SIZE, applicationName: "proxbox-console web" });
    return { ...open, env: environment, listener: openListener(environment.DATABASE_URL, log), log };
  });
}

/** Closes what was opened; safe to call twice. */
export async function closeRuntime(): Promise<void> {
  const open = singleton<Runtime | null>(NAME, () => null);
  setSingleton(NAME, undefined);
  await open?.listener.close();
  await open?.close();
}
