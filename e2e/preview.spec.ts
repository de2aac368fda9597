import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.ts";

const VMS = "virtualization/virtual-machines";

test("an operator compares Proxmox with NetBox, sees what differs field by field, and a viewer reads it @no-js", async ({
  login,
  another,
  world,
}) => {
  expect((await world.run()).status).toBe("completed");
  const [vm] = world.sim.netbox.list(VMS);
  const vcpus = vm?.vcpus;
  world.sim.netbox.patch(VMS, vm?.id ?? 0, { vcpus: 63 });
  const page = await login("operator");
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Preview" })).toBeVisible();
  await page.getByRole("button", { name: "Compare now" }).click();
  const row = page.getByRole("table", { name: "Differences" }).getByRole("row", { name: String(vm?.name) });
  await expect(row.getByText("Changed")).toBeVisible();
  await expect(row.getByText("vCPUs").filter({ visible: true })).toBeVisible();
  await expect(row.getByText(/63/).filter({ visible: true })).toBeVisible();
  await expect(row.getByText("Updates it")).toBeVisible();
  await expect(page.getByText("What this cannot know")).toBeVisible();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
  expect(await readFile(await file.path(), "utf8")).toContain("63 (NetBox)");

  const reader = await another("viewer");
  await reader.goto("/preview?state=missing");
  await expect(reader.getByText("Nothing matches these filters")).toBeVisible();
  await reader.goto("/preview?state=changed");
  await expect(reader.getByText("vCPUs").filter({ visible: true })).toBeVisible();
  await expect(reader.getByRole("button", { name: /Compare/ })).toHaveCount(0);
  world.sim.netbox.patch(VMS, vm?.id ?? 0, { vcpus });
});

test("a comparison that fails says why and keeps what was known @no-js", async ({ login, world }) => {
  expect((await world.run()).status).toBe("completed");
  world.sim.control.failNetbox(VMS, 503);
  const page = await login("operator");
  await page.goto("/preview");
  await page.getByRole("button", { name: "Compare now" }).click();
  await expect(page.getByText("Failed", { exact: true }).filter({ visible: true })).toBeVisible();
  await expect(page.getByText(/503/).filter({ visible: true })).toBeVisible();
});

test("the coverage of a job names each object that it left out, with the reason @no-js", async ({ login, world }) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("viewer");
  await page.goto(`/jobs/${id}`);
  await page.getByRole("link", { name: "Coverage" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Coverage of job ${id}` })).toBeVisible();
  await page.getByRole("combobox", { name: "Coverage" }).selectOption("left_out");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/coverage=left_out/);
  const reason = page.getByText("This job did not run the stage Virtual machines.").filter({ visible: true });
  await expect(reason.first()).toBeVisible();
  for (const node of ["pve1", "pve2"])
    await expect(page.getByRole("row", { name: new RegExp(`local-lvm.* ${node} `) })).toHaveCount(1);
  await page.getByRole("combobox", { name: "Coverage" }).selectOption("covered");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByRole("link", { name: "pve1", exact: true })).toBeVisible();
});
