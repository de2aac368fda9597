import { afterEach, describe, expect, it } from "vitest";
import { backendOn, recordedReply } from "../testing/backend.ts";
import { failure, json, serve } from "../testing/http-server.ts";
import { capabilitiesOf, hasOperation, listOperations, parametersOf, readOpenapi } from "./openapi.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function answering(body: unknown) {
  const server = await serve((_request, response) => json(response, 200, body));
  closers.push(server.close);
  return backendOn(server.port);
}

describe("the backend's own description", () => {
  it("tells its release and its calls", async () => {
    const document = await readOpenapi(await answering(recordedReply("openapi")));
    expect(document.info.version).toBe("0.0.30.post2");
    const calls = listOperations(document);
    expect(calls).toContainEqual({ method: "GET", path: "/health", summary: "Health", isProxmoxProxy: false });
    expect(calls.filter(({ isProxmoxProxy }) => isProxmoxProxy).map(({ method }) => method)).toEqual(["GET", "POST"]);
    expect(calls.filter(({ path }) => path === "/auth/keys").map(({ method }) => method)).toEqual(["GET", "POST"]);
  });

  it("says whether a call exists, whatever its parameters are called", async () => {
    const document = await readOpenapi(await answering(recordedReply("openapi")));
    expect(hasOperation(document, "GET", "/proxmox/endpoints/{id}")).toBe(true);
    expect(hasOperation(document, "get", "proxmox/endpoints/{id}/?x=1")).toBe(true);
    expect(hasOperation(document, "GET", "/proxmox/nodes")).toBe(true);
    expect(hasOperation(document, "PATCH", "/proxmox/endpoints/{id}")).toBe(false);
    expect(hasOperation(document, "GET", "/proxmox/clusters/{id}/sync")).toBe(false);
  });

  it("says what a call takes, and that there is none", () => {
    const paths = {
      "/a/{id}/b": {
        get: {
          parameters: [
            { name: "id", in: "path" },
            { name: "q", in: "query" },
          ],
        },
        put: {},
      },
    };
    expect(parametersOf({ paths }, "GET", "/a/{other}/b/")).toEqual(["id", "q"]);
    expect(parametersOf({ paths }, "PUT", "/a/{id}/b")).toEqual([]);
    expect(parametersOf({ paths }, "POST", "/a/{id}/b")).toBeNull();
  });

  it("says what the backend can do", async () => {
    const newest = await readOpenapi(await answering(recordedReply("openapi")));
    expect(Object.values(capabilitiesOf(newest)).every(Boolean)).toBe(true);
    const older = await readOpenapi(await answering({ openapi: "3.1.0", info: {}, paths: { "/health": { get: {} } } }));
    expect(Object.values(capabilitiesOf(older)).some(Boolean)).toBe(false);
  });

  it("is refused when it is none", async () => {
    const error = await failure(readOpenapi(await answering({ message: "hello" })));
    expect(error).toMatchObject({ code: "backend_protocol", details: { path: "openapi.json" } });
  });
});
