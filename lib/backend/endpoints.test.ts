import { afterEach, describe, expect, it } from "vitest";
import { backendOn } from "../testing/backend.ts";
import { failure, json, type Respond, serve } from "../testing/http-server.ts";
import { listRemoteNetbox, listRemoteProxmox, putRemoteNetbox, putRemoteProxmox } from "./endpoints.ts";
import { isOlderThan, readVersion } from "./version.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function backend(respond: Respond) {
  const server = await serve(respond);
  closers.push(server.close);
  return {
    ctx: backendOn(server.port),
    server,
    calls: () => server.seen.map(({ method, path }) => `${method} ${path}`),
  };
}

const netboxRow = {
  ...{ id: 1, name: "lab", ip_address: "127.0.0.1", domain: "", port: 8801, token_version: "v1" },
  ...{ verify_ssl: false, enabled: true, probe: null },
};
const proxmoxRow = (id: number) => ({
  ...{ id, name: `pve-${id}`, ip_address: "10.0.0.1", domain: null, port: 8006, username: "root@pam" },
  ...{ verify_ssl: true, enabled: true, allow_writes: false, access_methods: "api", timeout: null },
});

describe("the backend's copies of endpoints", () => {
  it("are read in all their pages", async () => {
    const rows = Array.from({ length: 230 }, (_, index) => proxmoxRow(index + 1));
    const { ctx, calls } = await backend((request, response) => {
      const query = new URL(request.path, "http://backend").searchParams;
      const offset = Number(query.get("offset"));
      json(response, 200, rows.slice(offset, offset + Number(query.get("limit"))));
    });
    expect(await listRemoteProxmox(ctx)).toHaveLength(230);
    expect(calls()).toEqual([0, 100, 200].map((offset) => `GET /proxmox/endpoints?offset=${offset}&limit=100`));
  });

  it("are created without an id and changed with one, with what we give and nothing else", async () => {
    const { ctx, server, calls } = await backend((request, response) =>
      json(response, 200, request.path.startsWith("/netbox") ? netboxRow : proxmoxRow(4)),
    );
    const body = { name: "lab", token: "0123456789", port: 8801 };
    expect(await putRemoteNetbox(ctx, null, body)).toMatchObject({ id: 1, name: "lab" });
    await putRemoteNetbox(ctx, 1, body);
    expect(await putRemoteProxmox(ctx, null, { name: "pve" })).toMatchObject({ id: 4 });
    await putRemoteProxmox(ctx, 4, { name: "pve" });
    expect(calls()).toEqual([
      "POST /netbox/endpoint",
      "PUT /netbox/endpoint/1",
      "POST /proxmox/endpoints",
      "PUT /proxmox/endpoints/4",
    ]);
    expect(JSON.parse(server.seen[1]?.body ?? "")).toEqual(body);
  });

  it("may be none", async () => {
    const { ctx, calls } = await backend((_request, response) => json(response, 200, []));
    expect(await listRemoteNetbox(ctx)).toEqual([]);
    expect(calls()).toEqual(["GET /netbox/endpoint"]);
  });

  it("are refused with the backend's own words", async () => {
    const { ctx } = await backend((_request, response) =>
      json(response, 400, { detail: "Proxmox endpoint name already exists" }),
    );
    const error = await failure(putRemoteProxmox(ctx, null, { name: "pve" }));
    expect(error).toMatchObject({ code: "backend_refused", details: { status: 400 } });
    expect(error.message).toContain("Proxmox endpoint name already exists");
  });
});

describe("the release of a backend", () => {
  it("is told by it and compared by its numbers", async () => {
    const { ctx } = await backend((_request, response) => json(response, 200, { version: "0.0.30.post2" }));
    expect(await readVersion(ctx)).toMatchObject({ version: "0.0.30.post2" });
    expect(isOlderThan("0.0.19.post5", "0.0.30")).toBe(true);
    expect(isOlderThan("0.0.27.post4", "0.0.30")).toBe(true);
    expect(isOlderThan("0.0.30", "0.0.30")).toBe(false);
    expect(isOlderThan("0.0.30.post2", "0.0.30")).toBe(false);
    expect(isOlderThan("0.1", "0.0.30")).toBe(false);
    expect(isOlderThan("1.0.0", "0.0.30")).toBe(false);
  });
});
