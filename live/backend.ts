import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Mounting its generated routes takes it 20–30 s on two cores, and minutes on a busy machine. */
const START_PATIENCE_MS = 600_000;
/** Serves on the port named by its argument, and ends with us whatever ends us: then its input ends. */
const SERVE = `
import os, sys, threading, uvicorn
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(1)), daemon=True).start()
uvicorn.run("proxbox_api.main:app", host="127.0.0.1", port=int(sys.argv[1]), workers=1)
`;

export type Backend = {
  port: number;
  start: () => Promise<void>;
  /** As a crash: SIGKILL, without a word to anybody. */
  kill: () => Promise<void>;
  /** Forgets the answers of NetBox that it keeps on disk, fresh for a minute and for five when NetBox fails. */
  forgetAnswers: () => void;
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
    child = spawn(python, ["-c", SERVE, String(port)], {
      cwd: folder,
      env: environment(folder, encryptionKey) as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    await untilHealthy(port, child, logFile).catch(async (error: unknown) => {
      await kill();
      throw error;
    });
  };
  const kill = async () => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await gone;
  };
  return {
    port,
    start,
    kill,
    forgetAnswers: () => removeAnswers(join(folder, "config/netbox-sdk/http-cache")),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Only the answers: a running backend fails at every call when the folder or its locks are gone. */
function removeAnswers(cache: string): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache))
    if (/^[0-9a-f]{64}\.json$/.test(name)) rmSync(join(cache, name), { force: true });
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
    PROXBOX_BULK_BATCH_DELAY_MS: "0",
    PROXBOX_INTERFACE_BATCH_DELAY_MS: "0",
    PROXBOX_BACKUP_BATCH_DELAY_MS: "0",
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
