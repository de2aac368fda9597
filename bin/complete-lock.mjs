import { readFileSync, writeFileSync } from "node:fs";

/**
 * `node bin/complete-lock.mjs [package-lock.json]`, after every change of dependencies: adds entries for optional
 * packages of other platforms that the registry used for locking did not carry, because `npm ci` elsewhere would refuse
 * the lock file without them.
 */
const file = process.argv[2] ?? "package-lock.json";
const OS = ["android", "darwin", "win32", "linux", "freebsd", "openbsd", "netbsd", "sunos", "aix", "openharmony"];
const CPU = /^(x64|arm64|arm|ia32|riscv64|ppc64|s390x|loong64|wasm32)$/;

const lock = JSON.parse(readFileSync(file, "utf8"));
const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!/^\d/.test(version) || isLocked(path, name)) continue;
    lock.packages[`node_modules/${name}`] = platformEntry(name, version, entry);
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${file}: ${added.length} entries added${added.length > 0 ? `: ${added.join(", ")}` : ""}`);

/** Is `name` found from the package at `path`, walking up the folders as Node.js does? */
function isLocked(path, name) {
  for (let base = path; ; base = parentOf(base)) {
    if (lock.packages[`${base ? `${base}/` : ""}node_modules/${name}`]) return true;
    if (base === "") return false;
  }
}

function parentOf(path) {
  const end = path.lastIndexOf("/node_modules/");
  return end < 0 ? "" : path.slice(0, end);
}

function platformEntry(name, version, parent) {
  const words = name.split(/[/-]/);
  return {
    version,
    cpu: [words.find((word) => CPU.test(word)) ?? "wasm32"],
    ...(parent.dev ? { dev: true } : {}),
    optional: true,
    os: [words.find((word) => OS.includes(word)) ?? "wasi"],
  };
}
