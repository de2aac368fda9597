import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildDocument } from "#lib/openapi/build-document";
import packageJson from "../package.json" with { type: "json" };
import { publicDoors } from "./openapi/read-doors.ts";

export const DOCUMENT_FILE = join(import.meta.dirname, "../docs/openapi.json");

/** The document of the interface as text, from the routes as they are. */
export async function documentText(): Promise<string> {
  return `${JSON.stringify(buildDocument(await publicDoors(), packageJson.version), null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(DOCUMENT_FILE, await documentText());
  process.stdout.write(`${DOCUMENT_FILE}\n`);
}
