import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DOCUMENT_FILE, documentText } from "./openapi.ts";

it("keeps docs/openapi.json as the routes are; `npm run openapi` writes it again", async () => {
  expect(JSON.parse(readFileSync(DOCUMENT_FILE, "utf8"))).toEqual(JSON.parse(await documentText()));
});
