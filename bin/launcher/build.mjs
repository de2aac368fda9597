import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readText, waitForLock } from "../files.mjs";
import { runCommand } from "./run-child.mjs";

const BUILD_WAIT_MS = 600_000;
const FOLDERS = ["app", "lib", "db", "public"];
const FILES = [
  "package.json",
  "package-lock.json",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "proxy.ts",
  "instrumentation.ts",
  "docs/openapi.json",
];

/** A hash of everything that the build is made of; tests are not part of it. */
export function sourceHash(root) {
  const hash = createHash("sha256");
  const paths = [
    ...FILES.filter((file) => existsSync(join(root, file))),
    ...FOLDERS.flatMap((name) => list(root, name)),
  ];
  for (const path of paths)
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)))
      .update("\0");
  return hash.digest("hex");
}

function list(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return list(root, path);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
  });
}

export function isBuilt(root) {
  return existsSync(join(root, ".next/BUILD_ID")) && readText(stampFile(root)) === sourceHash(root);
}

/** Builds when the sources changed since the last build of this checkout. */
export async function ensureBuilt(root, { say }) {
  if (isBuilt(root)) return;
  mkdirSync(join(root, ".cache"), { recursive: true });
  const release = await waitForLock(join(root, ".cache/build.lock"), BUILD_WAIT_MS);
  try {
    if (isBuilt(root)) return;
    say("Building …");
    await build(root);
  } finally {
    release();
  }
}

/** Builds now, and remembers of what. `onOut` receives the output; when it fails, the error has all of it. */
export async function build(root, { onOut } = {}) {
  const hash = sourceHash(root);
  rmSync(stampFile(root), { force: true });
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const args = [join(root, "node_modules/next/dist/bin/next"), "build"];
  const done = await runCommand(process.execPath, args, { cwd: root, env, onOut });
  if (!done.isOk) throw new Error(`The build failed (${done.why}).\n${done.out}${done.errors}`.trim());
  // What is compiled of the build before is of files that are gone; see bin/process-settings.mjs.
  rmSync(join(root, ".cache/compiled"), { recursive: true, force: true });
  writeFileSync(stampFile(root), hash);
}

const stampFile = (root) => join(root, ".next/console-sources");
