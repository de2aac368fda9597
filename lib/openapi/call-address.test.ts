import { expect, it } from "vitest";
import { callAddress, callCommand, sampleBody } from "./call-address.ts";

const call = {
  method: "GET",
  path: "/api/endpoints/{kind}/{id}",
  parameters: [
    { name: "kind", place: "path", type: "text", required: true },
    { name: "id", place: "path", type: "integer", required: true },
    { name: "q", place: "query", type: "text", required: false },
  ] as const,
};
const asked = (values: Record<string, string>) => callAddress({ ...call, parameters: [...call.parameters] }, values);

it("the address of a call has the values of its path in their places, and the others as its query", () => {
  expect(asked({ kind: "proxmox", id: "7" })).toBe("/api/endpoints/proxmox/7");
  expect(asked({ kind: "proxmox", id: "7", q: " a&b " })).toBe("/api/endpoints/proxmox/7?q=a%26b");
});

it("there is no address while a value of the path is missing, and none leads out of its place", () => {
  expect(asked({ kind: "proxmox", id: " " })).toBeNull();
  expect(asked({ kind: "a?b#c", id: "7" })).toBe("/api/endpoints/a%3Fb%23c/7");
});

it("a sample body has the fields that must be there", () => {
  const fields = [
    { name: "name", type: "text", required: true },
    { name: "ids", type: "list of integer", required: true },
    { name: "note", type: "text", required: false },
  ];
  expect(JSON.parse(sampleBody(fields))).toEqual({ name: "", ids: [] });
});

it("a command line says the same, whatever its body holds", () => {
  expect(callCommand("POST", "http://c.test/api/x", `{"a": "it's"}`)).toBe(
    [
      "curl -X POST -H 'Authorization: Bearer pbx_…' \\",
      `  -H 'Content-Type: application/json' -d '{"a": "it'\\''s"}' \\`,
      "  'http://c.test/api/x'",
    ].join("\n"),
  );
});
