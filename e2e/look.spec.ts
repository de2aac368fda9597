import { stageOf } from "#lib/sync/stages";
import { longJob } from "#lib/testing/long-job";
import { expect, test } from "./fixtures.ts";
import { pagePaths } from "./pages.ts";
import { EMPTY_PAGE, scriptsKb } from "./script-weight.ts";

const streamOf = (syncType: string) => `/${stageOf(syncType)?.streamPath}`;

test("the report of a failed job on paper has its cause, its stages and its problems, and nothing to click @no-js", async ({
  login,
  world,
}) => {
  const detail = "NetBox refused the storage: no such cluster";
  world.sim.control.fail(streamOf("storage"), 400, "always", { detail });
  const { id } = await world.run({ sync_types: ["devices", "storage"] });
  const page = await login("operator");
  await page.goto(`/jobs/${id}`);
  await expect(page.getByRole("button", { name: "Run now" })).toBeVisible();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("alert").getByText(detail, { exact: false })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Stages" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Storage" }).first()).toBeVisible();
  await expect(page.getByText(/^The log of \d+ lines is at \/jobs\//)).toBeVisible();
  for (const role of ["button", "searchbox", "navigation", "checkbox"] as const)
    await expect(page.getByRole(role).filter({ visible: true })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Run with changes" })).toBeHidden();
  const colours = () =>
    page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  expect(await colours()).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
  await expect(page.getByText(/^The log of \d+ lines is at/)).toBeHidden();
});

test("the report of a long log leaves its lines out and says where they are", async ({ login, world }) => {
  const id = await longJob(world.open, 30_000);
  const page = await login("viewer");
  await page.goto(`/jobs/${id}#L12345`);
  await expect(page.getByRole("region", { name: "Line 12345", exact: true })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("region", { name: "Log lines" })).toBeHidden();
  await expect(page.getByText(`The log of 30000 lines is at /jobs/${id}`, { exact: false })).toBeVisible();
});

test("compact tables show more rows on every page until they are comfortable again @no-js", async ({
  login,
  world,
}) => {
  await world.run({ sync_types: ["devices"] });
  const page = await login("viewer");
  const rowPx = async () => (await page.getByRole("table").getByRole("row").nth(1).boundingBox())?.height ?? 0;
  const choose = async (name: string) => {
    await page.getByLabel("Account of viewer").click();
    await page.getByRole("button", { name }).click();
    await page.getByLabel("Account of viewer").click();
    await expect(page.getByRole("button", { name })).toHaveAttribute("aria-pressed", "true");
    await page.goto("/nodes");
  };
  await page.goto("/nodes");
  const comfortable = await rowPx();
  await choose("Compact tables");
  expect(await rowPx()).toBeLessThan(comfortable);
  await choose("Comfortable tables");
  expect(await rowPx()).toBe(comfortable);
});

test("a chosen theme is in the first answer of the server, so that nothing flashes @no-js", async ({ login }) => {
  const page = await login("viewer");
  await page.emulateMedia({ colorScheme: "light" });
  const choose = async (name: string) => {
    await page.goto("/nodes");
    await page.getByLabel("Account of viewer").click();
    await page.getByRole("button", { name }).click();
    await page.goto("/nodes");
    return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  };
  const light = await choose("As the system");
  const dark = await choose("Dark");
  expect(dark).not.toBe(light);
  expect(await (await page.request.get("/nodes")).text()).toContain('data-theme="dark"');
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await choose("As the system")).toBe(dark);
  expect(await choose("Light")).toBe(light);
});

test("filters of a list fold away on a phone unless one is on, and are always there on a desk @no-js", async ({
  login,
}) => {
  const page = await login("operator");
  const lists = [
    ["/jobs", "Name contains", "q"],
    ["/vms", "Contains", "q"],
    ["/backend-logs", "Text", "q"],
  ] as const;
  for (const [path, label, name] of lists) {
    const field = page.getByLabel(label, { exact: true });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(path);
    await expect(page.getByText("Filters", { exact: true })).toBeVisible();
    await expect(field).toBeHidden();
    await page.getByText("Filters", { exact: true }).click();
    await expect(field).toBeVisible();
    await page.goto(`${path}?${name}=pve`);
    await expect(page.getByText("Filters (1)", { exact: true })).toBeVisible();
    await expect(field).toHaveValue("pve");
    await expect(field).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(path);
    await expect(field).toBeVisible();
    await expect(page.getByText("Filters", { exact: true })).toBeHidden();
  }
});

test("on a phone the main action of a page is at the bottom of the screen and covers nothing @no-js", async ({
  login,
  world,
}) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("operator");
  await page.setViewportSize({ width: 360, height: 740 });
  const actions = { "/": "Run Sync Now", "/jobs": "Run Sync Now", [`/jobs/${id}`]: "Run now" };
  for (const [path, name] of Object.entries(actions)) {
    await page.goto(path);
    const button = page.getByRole("button", { name });
    await expect(button).toBeInViewport({ ratio: 1 });
    const top = (await button.boundingBox())?.y ?? 0;
    expect(top, path).toBeGreaterThan(660);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const foot = await page
      .getByRole("main")
      .evaluate((main) => Math.max(...[...main.children].map((part) => part.getBoundingClientRect().bottom)));
    expect(foot, path).toBeLessThanOrEqual(top);
  }
});

test("what a menu offers is on the screen of a phone, wherever its button stands @no-js", async ({ login, world }) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("admin");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/jobs/${id}`);
  const menus = [
    ["Download the log", page.getByRole("link", { name: "NDJSON, with all data" })],
    ["Delete…", page.getByRole("button", { name: `Delete job ${id} and its log` })],
    ["Account of admin", page.getByRole("button", { name: "Sign out" })],
    ["Menu", page.getByRole("navigation", { name: "Main, small screen" }).getByRole("link", { name: "Dashboard" })],
  ] as const;
  for (const [name, offered] of menus) {
    await page.getByLabel(name, { exact: true }).click();
    await expect(offered).toBeInViewport({ ratio: 1 });
    await page.getByLabel(name, { exact: true }).click();
  }
});

test("one page shows every component in every state, to administrators @no-js", async ({ login }) => {
  const admin = await login("admin");
  await admin.goto("/debug/ui");
  for (const name of ["Colours", "Type", "States", "Actions", "Fields", "Messages", "Tables", "Lines of a log"])
    await expect(admin.getByRole("heading", { level: 2, name, exact: false }).first()).toBeVisible();
  const viewer = await login("viewer");
  await viewer.goto("/debug/ui");
  await expect(viewer.getByText("This needs the role admin")).toBeVisible();
});

test("no page loads more than 60 kB of scripts above an empty one", async ({ login, world }) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  const { request } = await login("admin");
  const weigh = async (path: string) => scriptsKb(world.url, await (await request.get(path)).text());
  const empty = await weigh(EMPTY_PAGE);
  const paths = ["/", "/dashboard", "/jobs", `/jobs/${id}`, "/vms", "/endpoints/proxmox/1", "/backend-logs"];
  for (const path of paths) expect(await weigh(path), path).toBeLessThanOrEqual(empty + 60);
});

test("on a phone no table and no page has to be pushed sideways to be read @no-js", async ({ login, scene }) => {
  const page = await login("admin");
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of pagePaths(scene)) {
    await page.goto(path);
    const wide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("section:has(> table)")]
        .filter((part) => part.scrollWidth > part.clientWidth)
        .map((part) => `${part.getAttribute("aria-label") ?? "the page"}: ${part.scrollWidth - part.clientWidth} px`),
    );
    expect.soft(wide, path).toEqual([]);
  }
});
