import { expect, it } from "vitest";
import { pathFinder } from "./find-path.ts";

const find = pathFinder({
  paths: {
    "/api/jobs": { get: {}, post: {} },
    "/api/jobs/{id}": { get: {}, delete: {} },
    "/api/jobs/live": { get: {} },
    "/api/openapi.json": { get: {} },
    "/api/endpoints/{kind}/{id}": { get: {}, put: {} },
    "/api/sync/{kind}/{id}": { post: {} },
    "/sync/{path}": { post: {} },
    "/login": { post: { "x-page": true } },
  },
});

it.each([
  ["/api/jobs", "/api/jobs"],
  ["/api/jobs/", "/api/jobs"],
  ["/api/jobs/12", "/api/jobs/{id}"],
  ["/api/jobs/live", "/api/jobs/live"],
  ["/api/plugins/proxbox/jobs/12/", "/api/jobs/{id}"],
  ["/plugins/proxbox/endpoints/fastapi/1", "/api/endpoints/{kind}/{id}"],
  ["/api/plugins/proxbox/proxmox-endpoints/1", "/api/endpoints/{kind}/{id}"],
  ["/plugins/proxbox/sync/virtual-machines/backups", "/sync/{path}"],
  ["/sync/devices/", "/sync/{path}"],
  ["/api/sync/vm/3", "/api/sync/{kind}/{id}"],
  ["/api/openapixjson", null],
  ["/api/jobs/12/nothing", null],
  ["/jobs", null],
])("%s is %s of the document", (address, path) => expect(find(address)?.path ?? null).toBe(path));

it("knows the methods of a path", () => expect(find("/api/jobs")?.methods).toEqual(["GET", "POST"]));

it("knows that a page is read where its form is sent to", () =>
  expect(find("/login")?.methods).toEqual(["GET", "POST"]));
