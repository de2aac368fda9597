import { openDb } from "#db/client";
import { migrate } from "#db/migrate";
import { issueSetupCode } from "#lib/auth/setup-code";
import { setKeyring } from "#lib/crypto/keyring";
import { type Env, env } from "#lib/env";
import { errorMessage } from "#lib/errors";
import { createFirstAdmin, hasUsers } from "#lib/users/create-first-admin";

/**
 * What the launcher does in a child before anything runs. `check` only reads the environment; `database` also migrates
 * (`--embedded`: creates the database, and copies it before it changes) and makes the first way in. Tells its parent
 * `{ host, port, publicUrl, workerPort, setupCode? }`.
 */
async function main(): Promise<void> {
  const environment = env();
  const facts = {
    host: environment.HOST,
    port: environment.PORT,
    publicUrl: environment.CONSOLE_PUBLIC_URL,
    workerPort: environment.WORKER_PORT,
  };
  if (process.argv[2] === "check") return tell(facts);
  const isEmbedded = process.argv.includes("--embedded");
  const url = environment.DATABASE_URL;
  const { applied, copiedTo } = await migrate(url, { createDatabase: isEmbedded, copyFirst: isEmbedded });
  if (applied > 0) say(`applied ${applied} ${applied === 1 ? "migration" : "migrations"}`);
  if (copiedTo) say(`the database before them is kept as ${copiedTo}`);
  setKeyring(environment.CONSOLE_SECRET_KEYS);
  tell({ ...facts, setupCode: await firstWayIn(environment) });
}

/** A one-time code when there is no user and the environment names none; undefined otherwise. */
async function firstWayIn(environment: Env): Promise<string | undefined> {
  const { CONSOLE_ADMIN_USERNAME: username, CONSOLE_ADMIN_PASSWORD: password } = environment;
  if (Boolean(username) !== Boolean(password)) {
    throw new Error("CONSOLE_ADMIN_USERNAME and CONSOLE_ADMIN_PASSWORD belong together: set both or none.");
  }
  const open = openDb(environment.DATABASE_URL, { max: 1, applicationName: "proxbox-console set-up" });
  try {
    if (await hasUsers(open.db)) return undefined;
    if (!username || !password) return await issueSetupCode(open.db);
    const user = await createFirstAdmin(open.db, { username, password });
    say(`created the administrator ${user.username} of CONSOLE_ADMIN_USERNAME`);
    return undefined;
  } finally {
    await open.close();
  }
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

type Facts = { host: string; port: number; publicUrl?: string; workerPort?: number; setupCode?: string };

/** Without a parent, for the log of a service manager. */
function tell(facts: Facts): void {
  if (process.send) process.send(facts);
  else if (facts.setupCode) {
    const url = facts.publicUrl ?? `http://${facts.host}:${facts.port}`;
    say(`There is no user yet. Set it up here, once: ${url}/setup?code=${facts.setupCode}`);
  } else say("ready to start");
}

main().catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
});
