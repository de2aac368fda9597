import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { setEndpointPolicies } from "../endpoints/policies.ts";
import { failure, json, type Respond, serve } from "../testing/http-server.ts";
import { createPluginProxmoxEndpoint } from "./create-plugin-endpoint.ts";
import { listPluginProxmoxEndpoints, readNetboxStatus } from "./plugin.ts";
import type { NetboxTarget } from "./target.ts";

beforeAll(() => setEndpointPolicies({ BACKEND_NETWORKS: ["127.0.0.0/8"] }));

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function netbox(respond: Respond) {
  const server = await serve(respond);
  closers.push(server.close);
  const target: NetboxTarget = {
    ...{ id: 1, name: "lab", domain: null, ipAddress: "127.0.0.1", port: server.port, verifySsl: false },
    ...{ tokenVersion: "v1", tokenKey: null, token: "0123456789abcdef0123456789abcdef01234567" },
  };
  return { server, target };
}

describe("the status of NetBox", () => {
  it("tells its release and its plugins", async () => {
    const { target } = await netbox((_request, response) =>
      json(response, 200, {
        "netbox-version": "4.6.0",
        "django-version": "5.2",
        "installed-apps": {},
        plugins: { netbox_proxbox: "0.0.31" },
        "rq-workers-running": 1,
      }),
    );
    expect(await readNetboxStatus(target)).toEqual({ netboxVersion: "4.6.0", plugins: { netbox_proxbox: "0.0.31" } });
  });

  it("may know no plugin", async () => {
    const { target } = await netbox((_request, response) => json(response, 200, { "netbox-version": "4.6.0" }));
    expect(await readNetboxStatus(target)).toEqual({ netboxVersion: "4.6.0", plugins: {} });
  });
});

describe("the plugin's Proxmox endpoints", () => {
  const rows = Array.from({ length: 450 }, (_, index) => ({
    id: index + 1,
    name: `pve-${index + 1}`,
    domain: index % 2 ? "" : `pve-${index + 1}.example`,
    ip_address: { id: index + 1, address: `10.0.${index >> 8}.${index & 255}/24` },
    port: 8006,
  }));

  it("are read in all their pages, whatever page size NetBox allows and host its links name", async () => {
    const { server, target } = await netbox((request, response) => {
      const query = new URL(request.path, "http://netbox").searchParams;
      const offset = Number(query.get("offset"));
      const results = rows.slice(offset, offset + Math.min(100, Number(query.get("limit"))));
      json(response, 200, { count: rows.length, next: "http://169.254.169.254/next", previous: null, results });
    });
    const found = await listPluginProxmoxEndpoints(target);
    expect(found).toHaveLength(450);
    expect(found[0]).toMatchObject({
      id: 1,
      name: "pve-1",
      domain: "pve-1.example",
      ip_address: "10.0.0.0",
      port: 8006,
    });
    expect(found[449]).toMatchObject({ id: 450, name: "pve-450", domain: null, ip_address: "10.0.1.193", port: 8006 });
    expect(server.seen.map(({ path }) => path)).toEqual(
      [0, 100, 200, 300, 400].map((offset) => `/api/plugins/proxbox/endpoints/proxmox/?limit=1000&offset=${offset}`),
    );
  });

  it("may hold plain addresses, and none at all", async () => {
    const results = [
      { id: 1, name: "a", domain: "", ip_address: "127.0.0.1", port: 8802 },
      {
        id: 2,
        name: null,
        domain: "b.example",
        ip_address: null,
        port: null,
        enabled: false,
        site: { id: 4, slug: "hq" },
      },
    ];
    const { target } = await netbox((_request, response) => json(response, 200, { count: 2, next: null, results }));
    expect(await listPluginProxmoxEndpoints(target)).toEqual([
      { id: 1, name: "a", domain: null, ip_address: "127.0.0.1", port: 8802, enabled: true, site: null },
      { id: 2, name: null, domain: "b.example", ip_address: null, port: 8006, enabled: false, site: "hq" },
    ]);
    const empty = await netbox((_request, response) => json(response, 200, { count: 0, next: null, results: [] }));
    expect(await listPluginProxmoxEndpoints(empty.target)).toEqual([]);
  });

  it("are missing with a remedy when the plugin is not installed", async () => {
    const { target } = await netbox((_request, response) => {
      response.writeHead(404, { "content-type": "text/html" }).end("<html>Page not found</html>");
    });
    const error = await failure(listPluginProxmoxEndpoints(target));
    expect(error).toMatchObject({ code: "backend_refused", details: { status: 404 } });
    expect(error.message).toContain("Install or update netbox-proxbox in NetBox.");
  });
});

describe("a new endpoint of the plugin", () => {
  const input = {
    name: "pve-lab",
    domain: "pve.example",
    ipAddress: "10.0.0.5",
    port: 8006,
    username: "root@pam",
    verifySsl: true,
    siteSlug: "hq",
  };

  /** Keeps addresses and endpoints like NetBox does. */
  async function keeping(addresses: { id: number; address: string }[]) {
    const made = await netbox((request, response) => {
      const isAddress = request.path.startsWith("/api/ipam/ip-addresses/");
      if (request.method === "GET") return json(response, 200, { count: addresses.length, results: addresses });
      const body = JSON.parse(request.body) as Record<string, unknown>;
      json(response, 201, { id: isAddress ? 77 : 5, ...body });
    });
    return { ...made, calls: () => made.server.seen.map(({ method, path }) => `${method} ${path}`) };
  }

  it("refers to the address that NetBox has, and carries no credential", async () => {
    const { server, target, calls } = await keeping([
      { id: 6, address: "10.0.0.50/24" },
      { id: 7, address: "10.0.0.5/24" },
    ]);
    expect(await createPluginProxmoxEndpoint(target, input)).toEqual({
      id: 5,
      name: "pve-lab",
      domain: "pve.example",
      ip_address: "10.0.0.5",
      port: 8006,
      enabled: true,
      site: "hq",
    });
    expect(calls()).toEqual([
      "GET /api/ipam/ip-addresses/?address=10.0.0.5&limit=50",
      "POST /api/plugins/proxbox/endpoints/proxmox/",
    ]);
    expect(JSON.parse(server.seen[1]?.body ?? "")).toEqual({
      name: "pve-lab",
      domain: "pve.example",
      ip_address: { id: 7, address: "10.0.0.5/24" },
      port: 8006,
      username: "root@pam",
      verify_ssl: true,
      mode: "undefined",
      enabled: true,
      site: { slug: "hq" },
    });
  });

  it("adds an address that NetBox does not have", async () => {
    const { server, target } = await keeping([]);
    await createPluginProxmoxEndpoint(target, { ...input, ipAddress: "fd00::5/64" });
    expect(JSON.parse(server.seen[1]?.body ?? "")).toMatchObject({ address: "fd00::5/128", status: "active" });
    expect(JSON.parse(server.seen[2]?.body ?? "")).toMatchObject({ ip_address: { id: 77, address: "fd00::5/128" } });
  });

  it("needs no address when it has a domain", async () => {
    const { server, target, calls } = await keeping([]);
    await createPluginProxmoxEndpoint(target, { ...input, ipAddress: null });
    expect(calls()).toEqual(["POST /api/plugins/proxbox/endpoints/proxmox/"]);
    expect(JSON.parse(server.seen[0]?.body ?? "")).toMatchObject({ ip_address: null });
  });
});
