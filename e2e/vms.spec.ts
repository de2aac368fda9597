import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import type { World } from "./world.ts";

/** Opens the page of a guest whose inventory a sync has filled. */
async function openGuest(page: Page, world: World, vmid: number): Promise<string> {
  const find = async () => (await world.open.pool.query("select id from vms where vmid = $1", [vmid])).rows[0]?.id;
  if (!(await find())) expect((await world.run()).status).toBe("completed");
  const path = `/vms/${await find()}`;
  await page.goto(path);
  return path;
}

/** A guest that has backups, and a snapshot since now. */
function guestOf(world: World) {
  const guest = world.sim.clusters[0]?.guests.find((candidate) => candidate.backups.length > 0);
  if (!guest) throw new Error("no guest has backups");
  const snapshot = { name: "before-upgrade", description: "", takenAt: 1_793_491_200, parent: null };
  if (guest.snapshots.length === 0) guest.snapshots.push(snapshot);
  return guest;
}

const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Parts of this guest" }).getByRole("link", { name, exact: true });

test("a guest shows its snapshots, backups, tasks, configuration, disks and interfaces @no-js", async ({
  login,
  world,
}) => {
  const page = await login("viewer");
  const guest = guestOf(world);
  await openGuest(page, world, guest.vmid);
  await expect(page.getByRole("heading", { level: 1, name: guest.name })).toBeVisible();
  await expect(page.getByRole("link", { name: "Open in NetBox" })).toHaveAttribute(
    "href",
    new RegExp(`^${world.sim.netboxUrl}/virtualization/virtual-machines/\\d+/$`),
  );
  await tab(page, "Backups").click();
  await expect(page.getByRole("table", { name: `Backups of ${guest.name}` }).getByRole("row")).toHaveCount(
    1 + guest.backups.length,
  );
  await tab(page, "Task history").click();
  const tasks = page.getByRole("table", { name: `Tasks of ${guest.name}` });
  await expect(tasks.getByRole("row")).toHaveCount(1 + guest.tasks.length);
  await tasks.getByRole("link").first().click();
  await expect(page.getByText("TASK").first()).toBeVisible();
  await tab(page, "Configuration").click();
  await expect(page.getByText("ostype")).toBeVisible();
  await tab(page, "Disks").click();
  await expect(page.getByText(guest.disks[0]?.name ?? "", { exact: true })).toBeVisible();
  await tab(page, "Interfaces").click();
  await expect(page.getByText(guest.nics[0]?.mac ?? "")).toBeVisible();
});

test("a part that cannot be read says why in its place, and the others are there @no-js", async ({ login, world }) => {
  const page = await login("viewer");
  const guest = guestOf(world);
  const path = await openGuest(page, world, guest.vmid);
  await world.open.pool.query("delete from inventory_cache");
  world.sim.control.fail("/proxmox/api2/*", 502, "always");
  await page.goto(`${path}?tab=snapshots`);
  await expect(page.getByText("This could not be read")).toBeVisible();
  await expect(page.getByText(/502/).first()).toBeVisible();
  await tab(page, "Disks").click();
  await expect(page.getByText(guest.disks[0]?.name ?? "", { exact: true })).toBeVisible();
  world.sim.control.clearFaults();
  await page.goto(`${path}?tab=snapshots`);
  await expect(page.getByText(guest.snapshots[0]?.name ?? "")).toBeVisible();
});

test("each part of a guest fails alone @no-js", async ({ login, world }) => {
  const page = await login("viewer");
  const guest = guestOf(world);
  await openGuest(page, world, guest.vmid);
  const parts = [
    ["Snapshots", "/proxmox/api2/*"],
    ["Backups", "/proxmox/nodes/*"],
    ["Task history", "/proxmox/api2/*"],
    ["Configuration", `/proxmox/${guest.node}/*`],
    ["Disks", `/proxmox/${guest.node}/*`],
    ["Interfaces", `/proxmox/${guest.node}/*`],
  ] as const;
  for (const [name, path] of parts) {
    await world.open.pool.query("delete from inventory_cache");
    world.sim.control.fail(path, 502, "always");
    await tab(page, name).click();
    await expect(page.getByText("This could not be read")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1, name: guest.name })).toBeVisible();
    await tab(page, "Overview").click();
    await expect(page.getByRole("definition").filter({ hasText: String(guest.vmid) })).toBeVisible();
    const other = name === "Snapshots" || name === "Task history" ? "Configuration" : "Snapshots";
    await tab(page, other).click();
    await expect(page.getByText(/^Read /)).toBeVisible();
    world.sim.control.clearFaults();
  }
});

test("a storage that does not answer hides no backup of another @no-js", async ({ login, world }) => {
  const page = await login("viewer");
  const guest = guestOf(world);
  const path = await openGuest(page, world, guest.vmid);
  await world.open.pool.query("delete from inventory_cache");
  const silent = (world.sim.clusters[0]?.storages ?? []).find(
    (one) => one.content.includes("backup") && !guest.backups.some((backup) => backup.storage === one.name),
  );
  world.sim.control.fail(`/proxmox/nodes/${guest.node}/storage/${silent?.name}/content`, 502, "always");
  await page.goto(`${path}?tab=backups`);
  await expect(page.getByText(`Storage ${silent?.name}: `)).toBeVisible();
  await expect(page.getByRole("table", { name: `Backups of ${guest.name}` }).getByRole("row")).toHaveCount(
    1 + guest.backups.length,
  );
});

test("Sync Now of a VM that NetBox knows is a job of that VM alone @no-js", async ({ login, world }) => {
  const page = await login("operator");
  const guest = guestOf(world);
  await openGuest(page, world, guest.vmid);
  await page.getByRole("button", { name: "Sync Now", exact: true }).click();
  await page.waitForURL(/\/jobs\/\d+/);
  await expect(page.getByRole("heading", { level: 1, name: `Sync VM ${guest.name}` })).toBeVisible();
  const job = await world.ended(Number(/\/jobs\/(\d+)/.exec(page.url())?.[1]));
  expect(job.status).toBe("completed");
  expect(job.params.netbox_vm_ids).toHaveLength(1);
});
