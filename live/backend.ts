import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Mounting its generated routes takes it 20–30 s on two cores. */
const START_PATIENCE_MS = 180_000;

export type Backend = {
  port: number;
  start: () => Promise<void>;
  /** As a crash: SIGKILL, without a word to anybody. */
  kill: () => Promise<void>;
  /**
   * Restarts it without the copies of NetBox's answers that it keeps on disk for minutes. They cannot be removed while
   * it runs: it then fails at every call.
   */
  restartWithoutCache: () => Promise<void>;
  /** Forgets keys, endpoints and caches; the next start is a new installation. */
  forget: () => void;
};

/** A real proxbox-api on loopback with everything it keeps in one folder. */
export function realBackend(python: string, folder: string, port: number): Backend {
  let child: ChildProcess | undefined;
  const encryptionKey = randomBytes(32).toString("base64");
  const logFile = join(folder, "proxbox-api.log");
  const start = async () => {
    mkdirSync(folder, { recursive: true });
    const log = createWriteStream(logFile, { flags: "a" });
    child = spawn(
      python,
      ["-m", "uvicorn", "proxbox_api.main:app", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
      {
        cwd: folder,
        env: environment(folder, encryptionKey) as NodeJS.ProcessEnv,
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    await untilHealthy(port, child, logFile);
  };
  const kill = async () => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await gone;
  };
  const restartWithoutCache = async () => {
    await kill();
    rmSync(join(folder, "config"), { recursive: true, force: true });
    await start();
  };
  return { port, start, kill, restartWithoutCache, forget: () => rmSync(folder, { recursive: true, force: true }) };
}

function environment(folder: string, encryptionKey: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_DATA_HOME: join(folder, "data"),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUNBUFFERED: "1",
    OTEL_SDK_DISABLED: "true",
    PROXBOX_DATABASE_PATH: join(folder, "proxbox.db"),
    PROXBOX_ENCRYPTION_KEY: encryptionKey,
    PROXBOX_GENERATED_DIR: join(folder, "generated"),
    PROXBOX_RATE_LIMIT: "100000",
    PROXBOX_NETBOX_MAX_RETRIES: "1",
    PROXBOX_NETBOX_RETRY_DELAY: "0.1",
    PROXBOX_NETBOX_GET_CACHE_TTL: "0",
  };
}

async function untilHealthy(port: number, child: ChildProcess, logFile: string): Promise<void> {
  const endsAtMs = performance.now() + START_PATIENCE_MS;
  while (performance.now() < endsAtMs) {
    if (child.exitCode !== null) throw new Error(`proxbox-api ended with ${child.exitCode}; see ${logFile}`);
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    if (answer) return;
    await delay(250);
  }
  throw new Error(`proxbox-api did not answer within ${START_PATIENCE_MS / 1000} s; see ${logFile}`);
}
