import { join } from "node:path";
import { openDb } from "#db/client";
import { systemActor } from "#lib/auth/schema";
import { setKeyring } from "#lib/crypto/keyring";
import type { Ctx } from "#lib/ctx";
import { setEndpointPolicies } from "#lib/endpoints/policies";
import { env } from "#lib/env";
import { assertKeysFit } from "#lib/secrets/check-keys";
import { setWebhookPolicy } from "#lib/webhooks/policy";
import { joinRunningConsole } from "./local-environment.mjs";

const ROOT = join(import.meta.dirname, "../..");

/** Does `work` with the database of the console on this machine, as the system. */
export async function withConsole<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
  joinRunningConsole(ROOT);
  const environment = env();
  setKeyring(environment.CONSOLE_SECRET_KEYS);
  setEndpointPolicies(environment);
  setWebhookPolicy(environment);
  const open = openDb(environment.DATABASE_URL, { max: 2, applicationName: "proxbox-console cli" });
  try {
    await assertKeysFit(open.db);
    return await work({ db: open.db, actor: systemActor("cli") });
  } finally {
    await open.close();
  }
}
