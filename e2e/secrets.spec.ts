import { expect, test } from "./fixtures.ts";

test("an admin sees which key sealed how much, and what to do about one that is gone @no-js", async ({
  login,
  another,
  world,
}) => {
  const page = await login("admin");
  await page.goto("/settings");
  await page.getByRole("link", { name: "Secrets" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Seals and opens" })).toHaveCount(1);
  await expect(page.getByText("Every secret is sealed with the one key there is.")).toBeVisible();
  const { rows } = await world.open.pool.query(
    `insert into webhooks (name, url, events, enabled, sealed_secret)
     values ('Of a lost key', 'https://chat.example/lost', '{job.ended}', false, 'v1.lost-in-a-move.x') returning id`,
  );
  await page.reload();
  await expect(page.getByRole("row", { name: /lost-in-a-move 1 Missing/ })).toBeVisible();
  await expect(page.getByText("What the key “lost-in-a-move” sealed cannot be opened")).toBeVisible();
  await world.open.pool.query("delete from webhooks where id = $1", [rows[0]?.id]);
  const reader = await another("operator");
  await reader.goto("/settings/secrets");
  await expect(reader.getByText("This needs the role admin")).toBeVisible();
});
