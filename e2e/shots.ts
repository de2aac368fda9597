import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import type { Role } from "#lib/auth/schema";
import { findChromium } from "../bin/chromium.mjs";
import { pagePaths, setScene } from "./pages.ts";
import setUp from "./setup.ts";
import { type EmptyWorld, openEmptyWorld, openWorld, PASSWORD, type World } from "./world.ts";

/**
 * Pictures of every page in every state, for people to look at: light and dark, phone and desk, with and without
 * JavaScript, into the ignored folder `shots/`. Words on the command line choose the paths that hold one of them.
 */
const ROOT = resolve(import.meta.dirname, "..");
const FOLDER = join(ROOT, "shots");
/** Numbers that no test worker has: their ports are their own. */
const WORLDS = { filled: 8, nobody: 9 };
const SETTLE_MS = 400;

type Look = { colorScheme: "light" | "dark"; width: number; javaScriptEnabled: boolean };
type State = { name: string; url: string; paths: string[]; cookie?: { name: string; value: string; url: string } };

const looks: Look[] = [true, false].flatMap((javaScriptEnabled) =>
  (["light", "dark"] as const).flatMap((colorScheme) =>
    [360, 1440].map((width) => ({ colorScheme, width, javaScriptEnabled })),
  ),
);

const words = process.argv.slice(2);
const isChosen = (path: string): boolean => words.length === 0 || words.some((word) => path.includes(word));

async function takeAll(browser: Browser, state: State): Promise<void> {
  const paths = state.paths.filter(isChosen);
  if (paths.length === 0) return;
  const take = (isOn: boolean) => async () => {
    for (const look of looks.filter(({ javaScriptEnabled }) => javaScriptEnabled === isOn))
      await takeLook(browser, state, look, paths);
  };
  await Promise.all([true, false].map((isOn) => take(isOn)()));
  console.log(`${state.name}: ${paths.length} pages, ${paths.length * looks.length} pictures`);
}

async function takeLook(browser: Browser, state: State, look: Look, paths: string[]): Promise<void> {
  const { page, how } = await openLook(browser, state, look);
  for (const path of paths) await take(page, path, join(FOLDER, `${state.name}-${nameOf(path)}-${how}.png`));
  await page.context().close();
}

async function openLook(browser: Browser, state: State, look: Look): Promise<{ page: Page; how: string }> {
  const context = await browser.newContext({
    baseURL: state.url,
    viewport: { width: look.width, height: look.width > 600 ? 900 : 740 },
    colorScheme: look.colorScheme,
    javaScriptEnabled: look.javaScriptEnabled,
  });
  if (state.cookie) await context.addCookies([state.cookie]);
  const how = `${look.colorScheme}-${look.width}${look.javaScriptEnabled ? "" : "-nojs"}`;
  return { page: await context.newPage(), how };
}

/** What opens over a page: the palette, the map of keys, the menus of the account and of an action. */
async function takeOpened(browser: Browser, state: State): Promise<void> {
  const [path = "/"] = state.paths;
  if (!isChosen("opened")) return;
  for (const look of looks.filter(({ javaScriptEnabled }) => javaScriptEnabled)) {
    const { page, how } = await openLook(browser, state, look);
    await page.goto(path);
    const shoot = async (name: string, open: () => Promise<void>) => {
      await open();
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({ path: join(FOLDER, `opened-${name}-${how}.png`) });
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    };
    await page.locator(".log-virtual").waitFor();
    await shoot("palette", () => page.keyboard.press("Control+k"));
    await shoot("keys", () => page.keyboard.press("?"));
    await shoot("account", () => page.getByLabel("Account of admin").click());
    await shoot("download", () => page.getByLabel("Download the log").click());
    await page.context().close();
  }
}

const nameOf = (path: string): string => path.replaceAll(/[^\w]+/g, "_").replace(/^_/, "") || "home";

/**
 * All of the page, with the screen as high as it: what sticks to its edge stands where it ends. A log keeps its height,
 * which is that of the screen, and its place: Chromium scrolls regions back for a picture of more than the screen.
 */
async function take(page: Page, path: string, file: string): Promise<void> {
  await page.goto(path);
  const screen = page.viewportSize();
  await page.waitForTimeout(SETTLE_MS);
  await page.evaluate(keepLogHeight);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (screen) await page.setViewportSize({ width: screen.width, height: Math.max(screen.height, height) });
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: file });
  if (screen) await page.setViewportSize(screen);
}

const keepLogHeight = (): void => {
  for (const log of document.querySelectorAll<HTMLElement>(".log-scroll")) log.style.height = `${log.clientHeight}px`;
};

/** A full sync that stands still in the middle, and one that waits for it. */
async function takeBusy(world: World, shoot: (name: string, paths: string[]) => Promise<void>): Promise<void> {
  const hold = world.sim.control.hold("/virtualization/virtual-machines/create/stream", 5);
  const running = await world.enqueue();
  await hold.reached;
  const waiting = await world.enqueue({ on_conflict: "queue" });
  await shoot("busy", ["/", "/jobs", `/jobs/${running.id}`, `/jobs/${waiting.id}`]);
  hold.release();
  await world.ended(waiting.id);
}

/** A backend that refuses everything, as the check, the doctor and each page that reads it tell. */
async function takeFailed(world: World, shoot: (name: string, paths: string[]) => Promise<void>): Promise<void> {
  const { rows } = await world.open.pool.query("select id from vms order by id limit 1");
  world.sim.control.fail("/*", 503, "always", { detail: "simulated outage" });
  const { name, value } = await world.session("admin");
  const headers = { cookie: `${name}=${value}`, "sec-fetch-site": "same-origin" };
  for (const path of ["/api/doctor", "/api/endpoints/backends/1/test"])
    await fetch(world.url + path, { method: "POST", headers, redirect: "manual" });
  const failed = await world.run({ sync_types: ["devices"] });
  await shoot("failed", [
    ...["/", "/dashboard", "/doctor", "/backend-logs", "/preview", "/setup", "/endpoints/backends"],
    ...["/endpoints/backends/1", "/endpoints/proxmox/1", `/vms/${rows[0]?.id}?tab=snapshots`, `/jobs/${failed.id}`],
  ]);
  world.sim.control.clearFaults();
}

async function takeWorld(browser: Browser, world: World): Promise<void> {
  const as = async (role: Role, name: string, paths: string[]) =>
    takeAll(browser, { name, url: world.url, paths, cookie: await world.session(role) });
  const asAdmin = (name: string, paths: string[]) => as("admin", name, paths);
  const scene = await setScene(world);
  await world.open.pool.query("update schedules set enabled = true, next_run_at = now() + interval '1 hour'");
  await asAdmin("filled", pagePaths(scene));
  const paths = [`/jobs/${scene.jobs.failed}`];
  await takeOpened(browser, { name: "opened", url: world.url, paths, cookie: await world.session("admin") });
  await takeBusy(world, asAdmin);
  await as(
    "viewer",
    "viewer",
    pagePaths(scene).filter((path) => /new$|edit$|again$|users|webhooks|debug|setup|audit/.test(path)),
  );
  await takeFailed(world, asAdmin);
  await takeAll(browser, { name: "stranger", url: world.url, paths: ["/login"] });
}

/** A console before its first administrator, and before anything was entered. */
async function takeNothing(browser: Browser, { url, code }: EmptyWorld): Promise<void> {
  await takeAll(browser, { name: "nobody", url, paths: ["/setup"] });
  const answer = await fetch(`${url}/setup`, {
    method: "POST",
    redirect: "manual",
    headers: { "sec-fetch-site": "same-origin" },
    body: new URLSearchParams({ code, username: "grace", password: PASSWORD }),
  });
  const [, value = ""] = /proxbox-session=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "") ?? [];
  const all = pagePaths({ jobs: { ok: 0, failed: 0 }, ids: {} });
  const paths = all.filter((path) => !/\d|undefined|new|debug/.test(path));
  await takeAll(browser, { name: "empty", url, paths, cookie: { name: "proxbox-session", value, url } });
}

const leave = await setUp();
const { executablePath, env } = findChromium(ROOT);
const browser = await chromium.launch({
  executablePath,
  env: { ...process.env, ...env } as Record<string, string>,
  chromiumSandbox: process.getuid?.() !== 0,
});
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
try {
  const nobody = await openEmptyWorld(WORLDS.nobody);
  await takeNothing(browser, nobody).finally(nobody.close);
  const world = await openWorld(WORLDS.filled);
  await takeWorld(browser, world).finally(world.close);
} finally {
  await browser.close();
  await leave();
}
