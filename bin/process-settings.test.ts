import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { processSettings } from "./process-settings.mjs";

const folder = mkdtempSync(join(tmpdir(), "process-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program of TypeScript says about itself. */
const START = `
  import { flushCompileCache } from "node:module";
  const loaded: string[] = (process as unknown as { moduleLoadList: string[] }).moduleLoadList;
  flushCompileCache();
  console.log(loaded.some((name) => name.includes("amaro")));
`;

it("spares every start but the first the compiler of TypeScript", () => {
  const script = join(folder, "start.ts");
  writeFileSync(script, START);
  const env = { ...process.env, ...processSettings, NODE_COMPILE_CACHE: join(folder, "compiled") };
  const start = () => execFileSync(process.execPath, [script], { env, encoding: "utf8" }).trim();
  expect(start()).toBe("true");
  expect(start()).toBe("false");
});
