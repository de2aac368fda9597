import { openDb } from "#db/client";
import { migrate } from "#db/migrate";
import { issueSetupCode } from "#lib/auth/setup-code";
import { setKeyring } from "#lib/crypto/keyring";
import { type Env, env } from "#lib/env";
import { errorMessage } from "#lib/errors";
import { createFirstAdmin, hasUsers } from "#lib/users/create-first-admin";

/**
 * What the launcher does in a child before web and worker run: migrates (`--embedded`: creates the database, and copies
 * it before it changes) and makes the first way in. Tells its parent `{ setupCode? }`; without one it prints the link.
 */
async function main(): Promise<void> {
  const environment = env();
  setKeyring(environment.CONSOLE_SECRET_KEYS);
  const isEmbedded = process.argv.includes("--embedded");
  const options = { createDatabase: isEmbedded, copyFirst: isEmbedded };
  const { applied, copiedTo } = await migrate(environment.DATABASE_URL, options);
  if (applied > 0) say(`applied ${applied} ${applied === 1 ? "migration" : "migrations"}`);
  if (copiedTo) say(`the database before them is kept as ${copiedTo}`);
  const setupCode = await firstWayIn(environment);
  if (process.send) process.send({ setupCode });
  else if (setupCode) say(`There is no user yet. Set it up here, once: ${origin(environment)}/setup?code=${setupCode}`);
}

/** A one-time code when there is no user and the environment names none; undefined otherwise. */
async function firstWayIn(environment: Env): Promise<string | undefined> {
  const { CONSOLE_ADMIN_USERNAME: username, CONSOLE_ADMIN_PASSWORD: password } = environment;
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

const origin = ({ CONSOLE_PUBLIC_URL, PORT }: Env): string => CONSOLE_PUBLIC_URL ?? `http://localhost:${PORT}`;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
});
