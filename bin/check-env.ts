import { env } from "#lib/env";
import { errorMessage } from "#lib/errors";

/**
 * Reads the environment before anything is built or started: every wrong value is an error at once. Tells the launcher
 * what it needs of it.
 */
try {
  const { HOST: host, PORT: port, CONSOLE_PUBLIC_URL: publicUrl, ...environment } = env();
  if (Boolean(environment.CONSOLE_ADMIN_USERNAME) !== Boolean(environment.CONSOLE_ADMIN_PASSWORD)) {
    throw new Error("CONSOLE_ADMIN_USERNAME and CONSOLE_ADMIN_PASSWORD belong together: set both or none.");
  }
  process.send?.({ host, port, publicUrl });
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}
