import { describe, expect, it } from "vitest";
import { z } from "zod";
import { buildDocument, type Door } from "./build-document.ts";

const Thing = z.object({ id: z.number(), parts: z.array(z.object({ name: z.string() }).meta({ id: "Part" })) });
const doors: Door[] = [
  {
    path: "/api/things/[id]",
    method: "PATCH",
    permission: "endpoints:write",
    spec: {
      params: z.object({ id: z.coerce.number().int().positive() }),
      body: z.strictObject({ name: z.string().min(1) }),
      answers: Thing.meta({ id: "Thing" }),
      status: 200,
    },
  },
  {
    path: "/api/things",
    method: "GET",
    permission: "endpoints:read",
    spec: { query: z.strictObject({ q: z.string().optional() }), status: 200 },
  },
  { path: "/api/healthz", method: "GET", spec: {} },
];

describe("the document of the interface", () => {
  const document = JSON.parse(JSON.stringify(buildDocument(doors, "1.2.3")));

  it("lists each path with its parameters, body and role", () => {
    const change = document.paths["/api/things/{id}"].patch;
    expect(change.parameters).toMatchObject([{ name: "id", in: "path", required: true }]);
    expect(change.requestBody.content["application/json"].schema).toMatchObject({ required: ["name"] });
    expect(change.description).toContain("admin");
    expect(document.paths["/api/things"].get.parameters).toMatchObject([{ name: "q", in: "query", required: false }]);
    expect(document.paths["/api/healthz"].get.security).toEqual([]);
  });

  it("holds named schemas once, and every reference leads to one", () => {
    expect(Object.keys(document.components.schemas).toSorted()).toEqual(["Part", "Problem", "Thing"]);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(3);
    for (const [, name = ""] of references) expect(document.components.schemas).toHaveProperty(name);
  });

  it("gives each operation an id of its own", () => {
    const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap(Object.values);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
