import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";

type Handler = ReturnType<ReturnType<typeof next>["getRequestHandler"]>;
export type NextApp = { handle: Handler; close: () => Promise<void> };

/** The built application; throws a sentence that helps when nothing was built. */
export async function prepareNext(options: {
  root: string;
  hostname: string;
  port: number;
  dev: boolean;
}): Promise<NextApp> {
  if (!options.dev && !existsSync(join(options.root, ".next/BUILD_ID"))) {
    throw new Error("There is no build. Run `npm run build` first, or `npm start`, which builds by itself.");
  }
  // Next ends every upgraded socket that it does not know; in production it listens on a server that gets none.
  const httpServer = options.dev ? undefined : createServer();
  const { root, hostname, port, dev } = options;
  const app = next({ dir: root, hostname, port, dev, httpServer });
  await app.prepare();
  return { handle: app.getRequestHandler(), close: () => app.close() };
}
