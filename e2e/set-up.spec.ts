import { test as base, expect, type Page } from "@playwright/test";
import { closedPort } from "#lib/testing/http-server";
import { type EmptyWorld, openEmptyWorld, PASSWORD } from "./world.ts";

/** Every test its own: whoever is set up cannot be set up again. */
const test = base.extend<{ empty: EmptyWorld }>({
  empty: async ({ baseURL: _ }, use, info) => {
    const world = await openEmptyWorld(info.parallelIndex);
    await use(world);
    await world.close();
  },
});

async function fill(page: Page, values: Record<string, string | number>): Promise<void> {
  for (const [label, value] of Object.entries(values))
    await page.getByLabel(label, { exact: true }).fill(String(value));
}

const saveAndTest = (page: Page) => page.getByRole("button", { name: "Save and test" }).click();
const step = (page: Page, title: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title }) });

test("from an empty database to the first finished sync @no-js", async ({ page, empty }) => {
  const { url, sim, code } = empty;
  await page.goto(`${url}/`);
  await expect(page).toHaveURL(`${url}/setup`);
  await page.goto(`${url}/setup?code=${code}`);
  await fill(page, { Username: "grace", Password: PASSWORD });
  await page.getByRole("button", { name: "Create administrator" }).click();

  const backend = step(page, "1. proxbox-api, the backend");
  await expect(backend.getByText("To do")).toBeVisible();
  const closed = await closedPort();
  await fill(page, { "IP address": "127.0.0.1", Port: closed });
  await saveAndTest(page);
  await expect(backend.getByText("Does not work yet")).toBeVisible();
  await expect(backend.getByText("The port is open failed")).toBeVisible();
  await expect(backend.getByText(`nc -vz 127.0.0.1 ${closed}`)).toBeVisible();
  await fill(page, { Port: sim.port });
  await saveAndTest(page);
  await expect(backend.getByText("Works", { exact: true })).toBeVisible();

  const netbox = step(page, "2. NetBox");
  await fill(page, { "IP address": "127.0.0.1", Port: sim.netboxPort, Token: "not this one" });
  await page.getByLabel("Verify the certificate").uncheck();
  await saveAndTest(page);
  await expect(netbox.getByText("The token is accepted failed")).toBeVisible();
  await fill(page, { Token: sim.netboxToken });
  await saveAndTest(page);
  await expect(netbox.getByText("Works", { exact: true })).toBeVisible();

  const [pve] = sim.pve;
  if (!pve) throw new Error("no cluster is simulated");
  await expect(page.getByRole("button", { name: "Run first sync" })).toBeDisabled();
  await page.goto(`${url}/`);
  await page.goto(`${url}/setup`);
  const proxmox = step(page, "3. Proxmox VE");
  await fill(page, { "IP address": pve.host, Port: pve.port, Username: pve.username, Password: pve.password });
  await page.getByLabel("Verify the certificate").uncheck();
  await saveAndTest(page);
  await expect(proxmox.getByText("The plugin has its row failed")).toBeVisible();
  await proxmox.getByRole("button", { name: "Make the row in NetBox" }).click();
  await expect(proxmox.getByText("Works", { exact: true })).toBeVisible();

  await page.goto(`${url}/setup`);
  await page.getByRole("button", { name: "Run first sync" }).click();
  await page.waitForURL(/\/jobs\/\d+/);
  await expect(page.getByText("Sync finished: everything is in sync.")).toBeVisible();
  await page.goto(`${url}/setup`);
  await expect(page.getByText("The set-up is done; this page stays for later.")).toBeVisible();
});
