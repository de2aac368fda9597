import { describe, expect, it } from "vitest";
import { z } from "zod";
import { listResponse } from "./list.ts";
import { paging } from "./query.ts";
import { readQuery } from "./read-query.ts";

const facts = { address: undefined, origin: "https://console.test", isSecure: true };
const answer = (page: Parameters<typeof listResponse>[0], path: string, query: { limit: number; offset: number }) =>
  listResponse(page, query, {
    facts,
    request: new Request("http://127.0.0.1/api/jobs", { headers: { "x-console-path": path } }),
  });

describe("a page of a list", () => {
  it("links to the pages beside it at the address that was asked", async () => {
    const page = { count: 30, results: [] };
    const body = await answer(page, "/api/plugins/proxbox/jobs/?status=failed&limit=10", {
      limit: 10,
      offset: 10,
    }).json();
    const base = "https://console.test/api/plugins/proxbox/jobs/?status=failed&limit=10";
    expect([body.next, body.previous]).toEqual([`${base}&offset=20`, `${base}&offset=0`]);
  });

  it("goes on behind an estimate as long as pages are full, and says that it is one", async () => {
    const results = [{ id: 1 }];
    const full = answer({ count: 12_000, isEstimate: true, results }, "/api/jobs", { limit: 1, offset: 50_000 });
    expect(full.headers.get("x-count-estimated")).toBe("true");
    expect((await full.json()).next).toContain("offset=50001");
    const last = answer({ count: 12_000, isEstimate: true, results: [] }, "/api/jobs", { limit: 1, offset: 9 });
    expect((await last.json()).next).toBeNull();
    expect(answer({ count: 1, results }, "/api/jobs", { limit: 1, offset: 0 }).headers.has("x-count-estimated")).toBe(
      false,
    );
  });
});

it("a limit over 1000 is refused, but NetBox clients get the most there is", () => {
  const query = z.strictObject(paging);
  const read = (path: string) =>
    readQuery(query, new Request("http://x/api/jobs?limit=12345", { headers: { "x-console-path": path } }));
  expect(() => read("/api/jobs?limit=12345")).toThrow("limit: is over 1000");
  expect(read("/api/plugins/proxbox/jobs/?limit=12345").limit).toBe(1000);
});
