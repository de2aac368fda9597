import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { supervise } from "./supervise.mjs";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "supervise-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STAYS = "process.send({ ready: true }); setInterval(() => {}, 1000);";

function script(name: string, text: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, text);
  return path;
}

describe("a supervised process", () => {
  it("is back after it was killed, and stays away after it was stopped", async () => {
    const args = [script("stays", STAYS)];
    const one = supervise({ name: "test", args, env: process.env, cwd: folder, isReady: undefined });
    await one.start();
    const first = one.pid() ?? 0;
    process.kill(first, "SIGKILL");
    const second = await vi.waitUntil(() => one.pid() !== first && one.pid(), { timeout: 20_000 });
    expect(second).not.toBe(first);
    await one.stop(5_000);
    expect(() => process.kill(second || 0, 0)).toThrow("ESRCH");
  });

  it("fails the start when it ends before it is ready", async () => {
    const args = [script("fails", "process.exit(3);")];
    const one = supervise({ name: "test", args, env: process.env, cwd: folder, isReady: undefined });
    await expect(one.start()).rejects.toThrow("test ended before it was ready (exit code 3).");
  });
});

describe("a child of a launcher that is gone", () => {
  it("leaves in an orderly way by itself", async () => {
    const note = join(folder, "left");
    const path = script(
      "leaves",
      `import { writeFileSync } from "node:fs";
       process.on("SIGTERM", () => { writeFileSync(${JSON.stringify(note)}, "orderly"); process.exit(0); });
       ${STAYS}`,
    );
    const preload = new URL("./leave-with-parent.mjs", import.meta.url).href;
    const child = spawn(process.execPath, ["--import", preload, path], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    await once(child, "message");
    child.disconnect();
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect(readFileSync(note, "utf8")).toBe("orderly");
  });

  it("can end by itself while the launcher lives", async () => {
    const preload = new URL("./leave-with-parent.mjs", import.meta.url).href;
    const path = script("ends", "process.send({ done: true });");
    const child = spawn(process.execPath, ["--import", preload, path], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});
