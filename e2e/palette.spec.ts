import { expect, test } from "./fixtures.ts";

test("the palette finds a job, an endpoint and a VM, runs an action, and offers a viewer none", async ({
  login,
  another,
  world,
}) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("operator");
  await page.goto("/");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Find a job/ }).fill(String(id));
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/jobs/${id}$`));
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Find a job/ }).fill("sync devices");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => /\/jobs\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${id}`));
  await world.ended(Number(/\/jobs\/(\d+)/.exec(page.url())?.[1]));
  for (const [words, group, address] of [
    ["lab", "Proxmox endpoints", /\/endpoints\/proxmox\/\d+$/],
    ["netbox", "NetBox endpoints", /\/endpoints\/netbox\/\d+$/],
    ["web-01", "Virtual machines", /\/vms\/\d+$/],
  ] as const) {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: /Find a job/ }).fill(words);
    await page.getByRole("option", { name: `${words} ${group}` }).click();
    await page.waitForURL(address);
  }
  const reader = await another("viewer");
  await reader.goto("/");
  await reader.getByRole("button", { name: "Find or run, Ctrl K" }).click();
  await reader.keyboard.press("Escape");
  await reader.keyboard.press("?");
  await expect(reader.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await reader.keyboard.press("Escape");
  await reader.setViewportSize({ width: 360, height: 740 });
  await reader.getByRole("button", { name: "Find or run", exact: true }).click();
  await reader.getByRole("combobox", { name: /Find a job/ }).fill("sync devices");
  await expect(reader.getByText("Nothing is called that.")).toBeVisible();
});

test("a key that was pressed before the scripts of a page arrived still does what it says", async ({
  login,
  world,
}) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("viewer");
  for (const [key, shown] of [
    ["Control+k", page.getByRole("dialog", { name: "Find or run" })],
    ["?", page.getByRole("dialog", { name: "Keys" })],
    ["/", page.getByLabel("Search the whole log").and(page.locator(":focus"))],
  ] as const) {
    const { promise: pressed, resolve: letGo } = Promise.withResolvers<void>();
    await page.route(/\/_next\/static\/.*\.js/, async (route) => {
      await pressed;
      await route.continue();
    });
    await page.goto(`/jobs/${id}`, { waitUntil: "commit" });
    await expect(page.getByRole("main")).toBeVisible();
    await page.keyboard.press(key);
    await expect(shown).toBeHidden();
    letGo();
    await expect(shown).toBeVisible();
    await page.unrouteAll({ behavior: "wait" });
  }
});
