import { startDatabase } from "./database.mjs";
import { demoSimulator, seedDemo } from "./demo.mjs";
import { lockDataDir } from "./one-instance.mjs";
import { prepareDatabase } from "./prepare.mjs";
import { runScript } from "./run-child.mjs";
import { childEnvironment, choosePort, dataFolder, localUrl } from "./settings.mjs";
import { supervise } from "./supervise.mjs";
import { restartOnChange } from "./watch-sources.mjs";

const PROCESS_GRACE_MS = 7_000;
const SIMULATOR_GRACE_MS = 1_000;
/** So early that a wrong value costs no installation of a database; the URL is only known once that runs. */
const UNKNOWN_DATABASE = "postgres://unknown@127.0.0.1:1/unknown";

/** Runs everything until somebody asks to stop; then stops it in order. */
export async function runConsole({ root, mode, say, stopping, prepareBuild }) {
  try {
    await startConsole({ root, mode, say, stopping, prepareBuild });
    await stopping.requested;
  } finally {
    await stopping.stopAll();
  }
  // A restart that was about to happen, or a watcher, must not hold us.
  process.exit(0);
}

async function startConsole({ root, mode, say, stopping, prepareBuild }) {
  const startedAt = performance.now();
  const isDemo = mode === "demo";
  const dataDir = dataFolder(mode);
  const { release, tookOver } = lockDataDir(dataDir);
  stopping.onStop(release);
  const base = childEnvironment({ mode, dataDir });
  const isEmbedded = !base.DATABASE_URL;
  const checked = await runScript("launcher", ["bin/check-env.ts"], {
    cwd: root,
    env: { ...base, DATABASE_URL: base.DATABASE_URL || UNKNOWN_DATABASE },
  });
  const { host, publicUrl } = checked;
  const port = await choosePort({ asked: checked.port, host, isDemo, mayWait: tookOver });
  if (mode !== "dev") await prepareBuild();
  stopping.throwIfStopped();

  const database = isEmbedded ? await startDatabase({ root, dataDir, say }) : undefined;
  if (database) stopping.onStop((leftMs) => database.stop(leftMs));
  stopping.throwIfStopped();
  const env = { ...base, DATABASE_URL: database?.url ?? base.DATABASE_URL, PORT: String(port) };
  const { setupCode } = await prepareDatabase({ root, dataDir, env, database });
  stopping.throwIfStopped();
  // Only the first start needs it; two long-running processes do not.
  env.CONSOLE_ADMIN_PASSWORD = "";
  env.CONSOLE_ADMIN_USERNAME = "";

  const seeded = isDemo ? await startDemo({ root, dataDir, env, say, stopping }) : undefined;
  const web = supervise({ name: "web", cwd: root, env, args: ["bin/web.ts", ...(mode === "dev" ? ["--dev"] : [])] });
  const worker = supervise({ name: "worker", cwd: root, env, args: ["workers/main.ts"] });
  stopping.onStop(() => Promise.all([web.stop(PROCESS_GRACE_MS), worker.stop(PROCESS_GRACE_MS)]));
  await Promise.all([web.start(), worker.start()]);
  if (mode === "dev") restartOnChange({ root, worker, say });

  const url = localUrl({ host, port, publicUrl });
  say(`Proxbox Console is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${url}`);
  if (seeded) say(seeded);
  else if (setupCode) say(`There is no user yet. Set it up here, once: ${url}/setup?code=${setupCode}`);
}

async function startDemo({ root, dataDir, env, say, stopping }) {
  const simulator = await demoSimulator({ root, dataDir, env });
  stopping.onStop(() => simulator.stop(SIMULATOR_GRACE_MS));
  const addresses = JSON.parse(await simulator.start());
  return seedDemo({ root, env, addresses, say });
}
