import { expect, test } from "./fixtures.ts";

test("an admin looks at a raw stream and at the sockets @no-js", async ({ login, world }) => {
  const job = await world.run({ sync_types: ["devices"] });
  const page = await login("admin");
  await page.goto(`/debug/sse?job=${job.id}`);
  await expect(page.getByText("event: complete")).toBeVisible();
  await expect(page.getByText(/Backend: asked at 127\.0\.0\.1:\d+, its first address/)).toBeVisible();
  await page.goto("/debug/websocket");
  await expect(page.getByRole("button", { name: "Sync Nodes" })).toBeVisible();
  await page.goto("/debug/ui");
  for (const name of ["Colours", "States", "Fields", "Lines of a log"])
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
});

test("a viewer is told that the raw pages need an administrator @no-js", async ({ login }) => {
  const page = await login("viewer");
  await page.goto("/debug/sse");
  await expect(page.getByText("This needs the role admin")).toBeVisible();
});

test("the raw stream shows the head of its answer and how long it took", async ({ login, world }) => {
  const job = await world.run({ sync_types: ["devices"] });
  const page = await login("admin");
  await page.goto(`/debug/sse?job=${job.id}`);
  await expect(page.getByText(/HTTP 20\d after \d+ ms/)).toBeVisible();
  await expect(page.getByText(/x-request-id: /)).toBeVisible();
});
