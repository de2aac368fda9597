import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./fixtures.ts";

/** Where a webhook goes: keeps what arrives, and answers as it is told. */
async function openReceiver() {
  const got: { headers: IncomingHttpHeaders; body: { event: string } }[] = [];
  const receiver = { got, status: 204, url: "", close: () => server.close() };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    got.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(receiver.status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return receiver;
}

test("an admin adds a webhook, tests it, changes it and deletes it with a second click @no-js", async ({ login }) => {
  const receiver = await openReceiver();
  const page = await login("admin");
  const name = `pager-${Date.now()}`;
  await page.goto("/settings/webhooks");
  await page.getByRole("link", { name: "New webhook" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("URL").fill(receiver.url);
  await page.getByLabel("Secret").fill("short");
  await page.getByRole("checkbox", { name: /^A job ended/ }).uncheck();
  await page.getByRole("button", { name: "Add webhook" }).click();
  await expect(page.getByText("Nothing was saved.")).toBeVisible();
  for (const reason of ["needs at least 16 characters", "choose at least one event"])
    await expect(page.getByText(reason).first()).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue(name);
  await expect(page.getByLabel("Secret")).toHaveValue("");
  await page.getByLabel("Secret").fill("a secret of many characters");
  await page.getByRole("checkbox", { name: /^The same sync failed/ }).check();
  await page.getByRole("button", { name: "Add webhook" }).click();
  await expect(page).toHaveURL(/\/settings\/webhooks$/);
  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row.getByText("The same sync failed three times in a row").filter({ visible: true })).toBeVisible();

  await row.getByRole("link", { name }).click();
  await expect(page.getByText("Nothing was sent yet")).toBeVisible();
  await page.getByRole("button", { name: "Send a test" }).click();
  const deliveries = page.getByRole("table", { name: "Deliveries, newest first" });
  await expect(deliveries.getByRole("row", { name: /test.*Delivered.*HTTP 204/ })).toBeVisible();
  expect(receiver.got.map(({ body }) => body.event)).toEqual(["test"]);
  receiver.status = 500;
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(deliveries.getByRole("row", { name: /test.*Will be tried again.*500/ })).toBeVisible();

  await expect(page.getByLabel("Secret")).toHaveValue("");
  await page.getByLabel("Name").fill(`${name} at night`);
  await page.getByLabel("Enabled").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/settings\/webhooks$/);
  const changed = page.getByRole("row", { name: new RegExp(`${name} at night`) });
  await expect(changed.getByText("Disabled")).toBeVisible();

  await changed.getByRole("link", { name }).click();
  const remove = page.getByRole("button", { name: `Delete webhook ${name} at night` });
  await expect(remove).toBeHidden();
  await page.getByLabel("Delete…").click();
  await remove.click();
  await expect(page).toHaveURL(/\/settings\/webhooks$/);
  await expect(page.getByRole("row", { name: new RegExp(name) })).toHaveCount(0);
  receiver.close();
});

test("an address that webhooks may not call is refused at its field, and an operator is told who may add one @no-js", async ({
  login,
}) => {
  const page = await login("admin");
  await page.goto("/settings/webhooks/new");
  await page.getByLabel("Name").fill("metadata");
  await page.getByLabel("URL").fill("http://169.254.169.254/latest");
  await page.getByRole("button", { name: "Add webhook" }).click();
  await expect(page.getByText("Nothing was saved.")).toBeVisible();
  await expect(page.getByLabel("URL")).toHaveAccessibleDescription(/never used/);
  const operator = await login("operator");
  for (const path of ["/settings/webhooks", "/settings/webhooks/new"]) {
    await operator.goto(path);
    await expect(operator.getByText("This needs the role admin")).toBeVisible();
  }
});
