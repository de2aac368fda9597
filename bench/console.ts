import { type Browser, chromium, type Page } from "playwright";
import type { OpenDb } from "#db/client";
import { openSession } from "#lib/auth/session";
import { createEndpoint } from "#lib/endpoints/create";
import type { Simulator } from "#lib/simulator/simulator";
import { asAdmin } from "#lib/testing/actors";
import { TEST_KEYS } from "#lib/testing/process";
import { findChromium } from "../bin/chromium.mjs";
import { freePort } from "../bin/files.mjs";
import { ownProcess, type Process } from "../e2e/process.ts";
import type { Bench } from "./figure.ts";
import { collect, inspectable, type Memory } from "./memory.ts";
import { openSeeded } from "./seed.ts";

/** A process of ours; `held` is what is left of its memory after a collection. */
export type Measured = Process & { held: () => Promise<Memory> };

export type Console = {
  open: OpenDb;
  /** The web process of the last build; `readyMs` is how long its start took. */
  web: Measured & { url: string; cookie: string; readyMs: number };
  startWorker: () => Promise<Measured>;
  /** A page of a Chromium that is signed in as an administrator. */
  openPage: () => Promise<Page>;
};

/**
 * The product as processes of its own on a database of its own, for as long as `work` takes. `options` are settings of
 * the sessions of its processes, as `libpq` takes them.
 */
export async function withConsole(
  bench: Bench,
  work: (console: Console) => Promise<void>,
  { options }: { options?: string } = {},
): Promise<void> {
  const open = await openSeeded(bench.server);
  const processes: Process[] = [];
  const databaseUrl = new URL(open.url);
  if (options) databaseUrl.searchParams.set("options", options);
  let browser: Browser | undefined;
  const start = async (script: string, env: Record<string, string>): Promise<Measured> => {
    const inspectPort = await freePort();
    const started = ownProcess(script, {
      DATABASE_URL: databaseUrl.href,
      CONSOLE_SECRET_KEYS: TEST_KEYS,
      LOG_LEVEL: "warn",
      BACKEND_NETWORKS: "127.0.0.0/8",
      ...inspectable(inspectPort),
      ...env,
    });
    processes.push(started);
    await started.start();
    return { ...started, held: () => collect(started.pid(), inspectPort) };
  };
  try {
    const port = await freePort();
    const startMs = performance.now();
    const web = await start("bin/web.ts", { PORT: String(port) });
    const readyMs = performance.now() - startMs;
    const url = `http://127.0.0.1:${port}`;
    const cookie = await adminCookie(open);
    await work({
      open,
      web: { ...web, url, cookie, readyMs },
      startWorker: async () => start("workers/main.ts", { WORKER_PORT: String(await freePort()) }),
      async openPage() {
        browser ??= await launch(bench.root);
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
        const [name = "", value = ""] = cookie.split("=");
        await context.addCookies([{ name, value, url }]);
        return context.newPage();
      },
    });
  } finally {
    await browser?.close();
    for (const running of processes.reverse()) await running.stop();
    await open.close();
  }
}

function launch(root: string): Promise<Browser> {
  const { executablePath, env } = findChromium(root);
  return chromium.launch({
    executablePath,
    env: { ...(process.env as Record<string, string>), ...env },
    chromiumSandbox: process.getuid?.() !== 0,
    args: ["--enable-precise-memory-info"],
  });
}

/** The session of an administrator, as a cookie. */
export async function adminCookie(open: OpenDb): Promise<string> {
  const { rows } = await open.pool.query<{ id: number }>(
    `insert into users (username, password_hash, role) values ('bench', '-', 'admin')
     on conflict ((lower(username))) do update set role = 'admin' returning id`,
  );
  const session = await openSession(open.db, rows[0]?.id ?? 0, { address: null, userAgent: null });
  return `proxbox-session=${session}`;
}

/** Endpoints for everything that is simulated; returns the ids of the Proxmox ones. */
export async function connectTo(open: OpenDb, sim: Simulator): Promise<number[]> {
  const ctx = asAdmin(open.db);
  const local = { ip_address: "127.0.0.1", verify_ssl: false };
  await createEndpoint(ctx, "backends", { ...local, name: "backend", port: sim.port, token: sim.apiKey });
  await createEndpoint(ctx, "netbox", { ...local, name: "netbox", port: sim.netboxPort, token: sim.netboxToken });
  const ids: number[] = [];
  for (const pve of sim.pve) {
    const login = { username: pve.username, password: pve.password };
    const values = { ...local, ...login, name: pve.name, ip_address: pve.host, port: pve.port };
    ids.push((await createEndpoint(ctx, "proxmox", values)).id);
  }
  return ids;
}

/** An idle connection of PostgreSQL tells what it did only after ten seconds: who counts what is done now waits so long. */
export const STATISTICS_LATE_MS = 15_000;

/** Transactions of this database so far. */
export async function transactionsOf({ pool }: Pick<OpenDb, "pool">): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "select xact_commit + xact_rollback as count from pg_stat_database where datname = current_database()",
  );
  return Number(rows[0]?.count);
}
