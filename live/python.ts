import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const OLDEST = [3, 12];
/** The newest that proxbox-api runs with. */
const NEWEST = [3, 13];

/** A Python that proxbox-api runs with: PYTHON, the PATH, or one that pyenv keeps. Throws with what is missing. */
export function findPython(): string {
  const found = candidates().find((path) => fits(path));
  if (found) return found;
  throw new Error(
    `proxbox-api needs Python ${OLDEST.join(".")} or ${NEWEST.join(".")}. Install one, or name it in PYTHON.`,
  );
}

function candidates(): string[] {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const kept = existsSync(versions) ? readdirSync(versions).map((name) => join(versions, name, "bin/python3")) : [];
  return [
    process.env.PYTHON ?? "",
    "python3.13",
    "python3.12",
    "python3",
    ...pyenvElsewhere(),
    ...kept.sort().reverse(),
  ].filter(Boolean);
}

/** pyenv may be installed for everybody; it knows where. */
function pyenvElsewhere(): string[] {
  const asked = spawnSync("pyenv", ["root"], { encoding: "utf8" });
  const versions = asked.status === 0 ? join(asked.stdout.trim(), "versions") : "";
  return versions && existsSync(versions)
    ? readdirSync(versions)
        .map((name) => join(versions, name, "bin/python3"))
        .sort()
        .reverse()
    : [];
}

function fits(path: string): boolean {
  const check = "import sys; print(sys.version_info.major, sys.version_info.minor)";
  const asked = spawnSync(path, ["-c", check], { encoding: "utf8" });
  if (asked.status !== 0) return false;
  const [major = 0, minor = 0] = asked.stdout.trim().split(" ").map(Number);
  return major === 3 && minor >= (OLDEST[1] ?? 0) && minor <= (NEWEST[1] ?? 0);
}

const TRIES = 3;

/** A virtual environment with this release of proxbox-api; returns its Python. Made once and kept. */
export const installRelease = (folder: string, release: string): string =>
  installPackages(folder, { name: release, packages: [`proxbox-api==${release}`] });

/** A virtual environment with these exact packages; returns its Python. Made once and kept. */
export function installPackages(folder: string, wanted: { name: string; packages: string[] }): string {
  const venv = join(folder, `venv-${wanted.name}`);
  const python = join(venv, "bin/python");
  const mark = join(venv, "installed");
  const packages = wanted.packages.join(" ");
  if (existsSync(mark) && readFileSync(mark, "utf8") === packages) return python;
  mkdirSync(folder, { recursive: true });
  execFileSync(findPython(), ["-m", "venv", "--clear", venv], { stdio: "inherit" });
  for (let attempt = 1; ; attempt += 1) {
    const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...wanted.packages];
    if (spawnSync(python, args, { stdio: "inherit" }).status === 0) break;
    if (attempt === TRIES) throw new Error(`${packages} could not be installed from PyPI.`);
  }
  writeFileSync(mark, packages);
  return python;
}
