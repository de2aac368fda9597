import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import type { Role } from "#lib/auth/schema";
import { systemActor } from "#lib/auth/schema";
import { openSession } from "#lib/auth/session";
import { issueSetupCode } from "#lib/auth/setup-code";
import { startSimulator } from "#lib/simulator/simulator";
import { setUpProcess, TEST_KEYS } from "#lib/testing/process";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { createUser } from "#lib/users/create-user";
import { freePort } from "../bin/files.mjs";
import { ownProcess, type Process } from "./process.ts";

export const PASSWORD = "wooden spoon orchestra";
const FIRST_PORT = 3400;
const PORTS_PER_WORLD = 20;

/**
 * All of the product on a database of its own: built web, worker, simulated services in this process (`sim.control`
 * scripts them) and endpoints for them. One user per role, named as the role, all with {@link PASSWORD}.
 */
export type World = SyncRig & {
  url: string;
  web: Process;
  worker: Process;
  /** The cookie of a new session of the user of this role. */
  session: (role: Role) => Promise<{ name: string; value: string; url: string }>;
};

export async function openWorld(index: number): Promise<World> {
  const rig = await syncRig();
  const ids = await createUsers(rig);
  const { url, web, worker } = await ownConsole(rig.open, index);
  const world: World = {
    ...rig,
    url,
    web,
    worker,
    async session(role) {
      const value = await openSession(rig.open.db, ids[role], { address: null, userAgent: null });
      return { name: "proxbox-session", value, url };
    },
    async close() {
      await Promise.all([web.stop(), worker.stop()]);
      await rig.close();
    },
  };
  try {
    await Promise.all([web.start(), worker.start()]);
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** Web and worker, not started yet. */
async function ownConsole(open: OpenDb, index: number): Promise<Pick<World, "url" | "web" | "worker">> {
  const port = await freePort(FIRST_PORT + index * PORTS_PER_WORLD);
  const env = {
    ...{ DATABASE_URL: open.url, CONSOLE_SECRET_KEYS: TEST_KEYS, PORT: String(port) },
    // Receivers of webhooks are servers of the tests.
    WEBHOOK_NETWORKS: "127.0.0.0/8",
  };
  return {
    url: `http://127.0.0.1:${port}`,
    web: ownProcess("bin/web.ts", env),
    worker: ownProcess("workers/main.ts", env),
  };
}

export type EmptyWorld = Pick<World, "url" | "sim"> & {
  /** Of the set-up link that a start prints. */
  code: string;
  close: () => Promise<void>;
};

/** A console that nobody has set up, and services that know nothing of it: no key at the backend, no row in the plugin. */
export async function openEmptyWorld(index: number): Promise<EmptyWorld> {
  setUpProcess();
  const [open, sim] = await Promise.all([testDatabase(), startSimulator({ apiKey: null, pluginEndpoints: false })]);
  const { url, web, worker } = await ownConsole(open, index);
  const close = async () => {
    await Promise.all([web.stop(), worker.stop()]);
    await sim.close();
    await open.close();
  };
  try {
    await Promise.all([web.start(), worker.start()]);
    return { url, sim, close, code: await issueSetupCode(open.db) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createUsers(rig: SyncRig): Promise<Record<Role, number>> {
  const ctx = { db: rig.open.db, actor: systemActor("test") };
  const create = async (role: Role) => (await createUser(ctx, { username: role, password: PASSWORD, role })).id;
  return { viewer: await create("viewer"), operator: await create("operator"), admin: await create("admin") };
}
