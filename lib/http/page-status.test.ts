import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { setPageStatus, withPageStatus } from "./page-status.ts";

const server = createServer((request, response) => {
  void withPageStatus(response, async () => {
    await Promise.resolve();
    if (request.url === "/missing") setPageStatus(404);
    response.end("page");
  });
});

afterEach(() => {
  server.close();
});

describe("the status of a page", () => {
  it("reaches the answer that the page is rendered for, and no other", async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    expect(await Promise.all([ask("/missing"), ask("/there"), ask("/missing")])).toEqual([404, 200, 404]);
  });

  it("is nothing to anybody outside of an answer", () => {
    expect(() => setPageStatus(404)).not.toThrow();
  });
});
