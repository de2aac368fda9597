import { expect, it, vi } from "vitest";
import { withTestDatabase } from "#db/testing";
import { createEndpoint } from "#lib/endpoints/create";
import { asAdmin } from "#lib/testing/actors";
import { setUpProcess } from "#lib/testing/process";
import { readList } from "./read-list.ts";

it("asks the database as often for many endpoints as for one", async () => {
  setUpProcess();
  await withTestDatabase(async (open) => {
    const ctx = asAdmin(open.db);
    const addEndpoint = (number: number) => {
      const login = { username: "root@pam", password: "not a secret", verify_ssl: false };
      const address = { name: `cluster ${number}`, ip_address: "127.0.0.1", port: 20_000 + number };
      return createEndpoint(ctx, "proxmox", { ...login, ...address });
    };
    const asked = vi.spyOn(open.pool, "query");
    const statementsOfPage = async () => {
      asked.mockClear();
      const { endpoints, strips } = await readList(ctx, "proxmox", new Date());
      expect(strips.size).toBe(endpoints.length);
      return { endpoints: endpoints.length, statements: asked.mock.calls.length };
    };
    await addEndpoint(1);
    const one = await statementsOfPage();
    for (let number = 2; number <= 10; number += 1) await addEndpoint(number);
    expect(await statementsOfPage()).toEqual({ endpoints: 10, statements: one.statements });
    expect(one.statements).toBeGreaterThan(0);
  });
});
