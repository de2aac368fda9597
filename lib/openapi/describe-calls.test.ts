import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { describeCalls } from "./describe-calls.ts";
import { typeInWords } from "./type-in-words.ts";

const document = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../docs/openapi.json"), "utf8"));
const calls = describeCalls(document);
const call = (method: string, path: string) => {
  const found = calls.find((one) => one.method === method && one.path === path);
  if (!found) throw new Error(`${method} ${path} is not described`);
  return found;
};

it("every call of the document is described, with what it does and who may", () => {
  const inDocument = Object.entries<object>(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(calls.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(inDocument.toSorted());
  expect(calls.filter(({ summary }) => summary === "").map(({ path }) => path)).toEqual([]);
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  expect(call("GET", "/api/jobs").role).toBe("viewer");
  expect(call("POST", "/api/endpoints/{kind}").role).toBe("admin");
  expect(call("GET", "/api/healthz").role).toBeNull();
});

it("what a call takes is named with its type, and whether it must be there", () => {
  expect(call("GET", "/api/jobs/{id}").parameters[0]).toEqual({
    ...{ name: "id", place: "path", required: true, type: "integer, at least 1" },
  });
  expect(call("GET", "/api/jobs").parameters).toContainEqual({
    ...{ name: "limit", place: "query", required: false, type: "integer, 0 to 1000" },
  });
  const { body } = call("POST", "/api/users");
  expect(body?.mayBeList).toBe(true);
  expect(body?.fields.find(({ name }) => name === "username")).toMatchObject({ required: true, type: "text" });
  expect(call("POST", "/api/users/{id}")).toMatchObject({ body: null, isFormOnly: true });
});

it("what a call answers is told by status, and by the fields of its object or of each object of its list", () => {
  const list = call("GET", "/api/vms");
  expect(list.answered.map(({ name }) => name)).toEqual(call("GET", "/api/vms/{id}").answered.map(({ name }) => name));
  expect(list.answered.map(({ name }) => name)).toContain("vmid");
  expect(list.answers.find(({ status }) => status === "200")?.media).toEqual(["application/json", "text/csv"]);
  expect(list.answers.find(({ status }) => status === "404")?.description).toBe("There is nothing at this address.");
  expect(call("GET", "/api/events").isStream).toBe(true);
  expect(list.isStream).toBe(false);
});

it.each([
  [{ type: "array", items: { enum: ["ok", "failed"] } }, "list of (ok or failed)"],
  [{ anyOf: [{ type: "integer", minimum: 1, maximum: 5 }, { type: "null" }] }, "integer, 1 to 5 or null"],
  [{ type: "integer", minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, "integer"],
  [{ type: "string", format: "date-time" }, "text, time as in ISO 8601"],
  [{ $ref: "#/components/schemas/Job" }, "Job"],
  [{ type: "number", maximum: 3 }, "number, at most 3"],
  [{ const: 1 }, "1"],
  [{}, "anything"],
])("a type is told in words: %j", (schema, words) => expect(typeInWords(schema)).toBe(words));
