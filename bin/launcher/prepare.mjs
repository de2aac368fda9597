import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readText } from "../files.mjs";
import { runScript } from "./run-child.mjs";

/**
 * Migrates the database and makes the first way in; resolves with `{ setupCode? }`. An embedded database that this
 * very schema prepared before, and that has a user, is left alone: that saves a second of every further start.
 */
export async function prepareDatabase({ root, dataDir, env, database }) {
  const stamp = join(dataDir, "prepared");
  const schema = schemaHash(root);
  if (database?.isNew) rmSync(stamp, { force: true });
  if (database && readText(stamp) === schema) return {};
  const args = ["bin/prepare.ts", ...(database ? ["--embedded"] : [])];
  const result = await runScript("launcher", args, { cwd: root, env });
  if (database && !result.setupCode) writeFileSync(stamp, schema);
  return result;
}

function schemaHash(root) {
  const hash = createHash("sha256");
  const folder = join(root, "db/migrations");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  for (const path of [...paths, join(root, "db/queues.ts")])
    hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest("hex");
}
