import type { APIResponse } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** What only the whole web process shows: addresses, methods, and headers that no single route decides about. */

const navigation = { accept: "text/html,application/xhtml+xml" };

async function problem(answer: APIResponse): Promise<{ status: number; code: string }> {
  expect(answer.headers()["content-type"]).toBe("application/problem+json");
  const body = await answer.json();
  expect(body.request_id).toBe(answer.headers()["x-request-id"]);
  return { status: answer.status(), code: body.code };
}

test("a method that is not there is a problem that names those that are", async ({ login }) => {
  const { request } = await login("admin");
  for (const path of ["/api/vms", "/api/vms/", "/api/plugins/proxbox/vms/", "/plugins/proxbox/vms/1/"]) {
    const answer = await request.fetch(path, { method: "PATCH", data: {} });
    expect(await problem(answer)).toEqual({ status: 405, code: "method_not_allowed" });
    expect(answer.headers().allow).toBe("GET");
  }
  const form = await request.get("/sync/devices");
  expect(await problem(form)).toEqual({ status: 405, code: "method_not_allowed" });
  expect(form.headers().allow).toBe("POST");
});

test("what cannot be read as an address, and what is nowhere, is not found", async ({ login, request: stranger }) => {
  const { request } = await login("viewer");
  for (const path of ["/api/vms/%ff", "/api/vms/%00", "/api/nothing/here", "/api/plugins/proxbox/nothing/"])
    expect([path, await problem(await request.get(path))]).toEqual([path, { status: 404, code: "not_found" }]);
  const refused = await stranger.get("/api/plugins/proxbox/jobs/", { headers: { cookie: "" } });
  expect(refused.status()).toBe(401);
});

test("a page of what nobody can have says so, and never fails", async ({ login }) => {
  const { request } = await login("admin");
  const ids = ["999999", "473313495063544", "99999999999999999999", "1.5", "0", "-1", "abc", "1e3", "%00"];
  const places = ["jobs", "schedules", "clusters", "nodes", "vms", "storage", "endpoints/proxmox", "endpoints/nothing"];
  const settings = ["settings/users", "settings/tokens", "settings/webhooks"];
  for (const id of ids) {
    for (const place of [...places, ...settings]) {
      const answer = await request.get(`/${place}/${id}`, { headers: navigation });
      expect([`${place}/${id}`, answer.status()]).toEqual([`${place}/${id}`, 404]);
    }
    for (const list of [
      ...[`/debug/sse?job=${id}`, `/jobs?user_id=${id}&proxmox_endpoint_id=${id}&offset=${id}`],
      ...[`/vms?proxmox_endpoint_id=${id}&cluster_id=${id}`, `/preview?proxmox_endpoint_id=${id}`, `/nodes?id=${id}`],
      ...[
        `/backend-logs?backend=${id}&older_than_id=${id}`,
        `/setup/import?netbox=${id}`,
        `/settings/audit?user_id=${id}`,
      ],
    ]) {
      const answer = await request.get(list, { headers: navigation });
      expect([list, answer.status() < 500]).toEqual([list, true]);
    }
  }
});

test("old addresses are the same routes, and lead a person to the page", async ({ login }) => {
  const { request } = await login("viewer");
  for (const path of [
    "/api/clusters",
    "/api/clusters/",
    "/api/plugins/proxbox/clusters/",
    "/plugins/proxbox/clusters",
  ]) {
    const answer = await request.get(`${path}?limit=1&brief=true`, { maxRedirects: 0 });
    expect([path, answer.status()]).toEqual([path, 200]);
    expect(answer.headers()["x-request-id"]).toMatch(/\S/);
    expect(await answer.json()).toMatchObject({ count: expect.any(Number), previous: null });
  }
  const endpoints = await request.get("/api/plugins/proxbox/proxmox-endpoints/?limit=1");
  const [first] = (await endpoints.json()).results;
  const one = await request.get(new URL(first.url).pathname);
  expect(await one.json()).toEqual(first);
  for (const [path, page] of [
    ["/plugins/proxbox/jobs/", "/jobs"],
    ["/api/plugins/proxbox/vms/", "/vms"],
    ["/plugins/proxbox/endpoints/fastapi/1/", "/endpoints/backends/1"],
    ["/plugins/proxbox/", "/"],
  ] as const) {
    const answer = await request.get(path, { headers: navigation, maxRedirects: 0 });
    expect([path, answer.status(), answer.headers().location]).toEqual([path, 303, page]);
  }
});

test("a sync form of the old days starts a sync", async ({ login, world }) => {
  const { request } = await login("operator");
  const headers = { "sec-fetch-site": "same-origin", accept: "application/json" };
  const answer = await request.post("/plugins/proxbox/sync/devices/", { headers, data: {} });
  expect(answer.status()).toBe(202);
  const job = await answer.json();
  expect(job.params.sync_types).toEqual(["devices"]);
  await world.ended(job.id);
});
