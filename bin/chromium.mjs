import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { readJson } from "./files.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/opt/google/chrome/chrome"];
const ARCHIVES = ["al2023", "swiftshader", "fonts"];

/**
 * A Chromium for the browser tests: `CHROMIUM_PATH`, one of the system, the one of `node_modules` (which brings its own
 * libraries and fonts), else Playwright's own, which is downloaded when it is missing.
 * Returns `{ executablePath, env }`; without a path Playwright finds its own.
 */
export function findChromium(root) {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    if (works(asked)) return { executablePath: asked, env: {} };
    throw new Error(`CHROMIUM_PATH was read as "${asked}", which cannot be started: name a Chromium or Chrome.`);
  }
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...onPath, ...PLACES].find((path) => existsSync(path) && works(path));
  if (found) return { executablePath: found, env: {} };
  return unpackedChromium(root) ?? playwrightChromium(root);
}

const works = (path, env = {}) =>
  spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000, env: { ...process.env, ...env } }).status === 0;

function unpackedChromium(root) {
  const source = join(root, "node_modules/@sparticuz/chromium");
  const version = readJson(join(source, "package.json"))?.version;
  if (process.platform !== "linux" || process.arch !== "x64" || !version) return undefined;
  const home = join(root, `.cache/chromium-${version}`);
  if (!existsSync(home)) unpack(join(source, "bin"), home);
  const libraries = [join(home, "lib"), home, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  const env = { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(home, "fonts.conf") };
  const executablePath = join(home, "chromium");
  return works(executablePath, env) ? { executablePath, env } : undefined;
}

/** Into a temporary folder that is renamed when complete: two runs may do this at the same time. */
function unpack(archives, home) {
  const fresh = `${home}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, "chromium"), brotliDecompressSync(readFileSync(join(archives, "chromium.br"))), {
    mode: 0o755,
  });
  for (const name of ARCHIVES) {
    const input = brotliDecompressSync(readFileSync(join(archives, `${name}.tar.br`)));
    const done = spawnSync("tar", ["-x", "-C", fresh], { input });
    if (done.status !== 0) throw new Error(`tar could not unpack ${name}: ${done.stderr ?? done.error}`);
  }
  writeFileSync(join(fresh, "fonts.conf"), fontsConfiguration(home));
  try {
    renameSync(fresh, home);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

const fontsConfiguration = (home) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/font-cache</cachedir>
</fontconfig>
`;

function playwrightChromium(root) {
  const cli = join(root, "node_modules/playwright/cli.js");
  const done = spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit" });
  if (done.status !== 0) {
    throw new Error("There is no Chromium for the browser tests. Install one, or name one in CHROMIUM_PATH.");
  }
  return { executablePath: undefined, env: {} };
}
