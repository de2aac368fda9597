import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";

const program = join(import.meta.dirname, "../../bin/simulator.ts");
const folder = mkdtempSync(join(tmpdir(), "simulator-"));
afterAll(() => rmSync(folder, { recursive: true }));

const KEY = "process-key-0123456789abcdef0123456789";

function run(...args: string[]): ChildProcess {
  const options = ["--pace", "instant", "--state", join(folder, "state.json"), ...args];
  return spawn(process.execPath, [program, ...options], { stdio: ["ignore", "pipe", "inherit"] });
}

async function firstLine(child: ChildProcess): Promise<{ url: string; port: number; pve: unknown[] }> {
  if (!child.stdout) throw new Error("no output");
  const [line] = await once(createInterface(child.stdout), "line");
  return JSON.parse(String(line));
}

async function stop(child: ChildProcess): Promise<unknown> {
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  return code;
}

describe("the simulator as a process", { timeout: 60_000 }, () => {
  it("prints its addresses, ends well on SIGTERM, and keeps keys and cluster in its state file", async () => {
    const first = run("--api-key", KEY, "--configured");
    const { url, pve } = await firstLine(first);
    expect(pve).toHaveLength(2);
    const headers = { "x-proxbox-api-key": KEY };
    await (await fetch(`${url}/full-update/stream`, { headers })).text();
    expect(await stop(first)).toBe(0);
    const second = run();
    const again = await firstLine(second);
    const vms = (await (await fetch(`${again.url}/virtualization/virtual-machines/`, { headers })).json()) as unknown[];
    expect(vms).toHaveLength(53);
    expect(await stop(second)).toBe(0);
  });

  it("says what is wrong with an option", async () => {
    const child = spawn(process.execPath, [program, "--pace", "fast"], { stdio: ["ignore", "ignore", "pipe"] });
    let text = "";
    child.stderr?.on("data", (chunk) => {
      text += String(chunk);
    });
    const [code] = await once(child, "close");
    expect(code).not.toBe(0);
    expect(text).toContain('--pace must be instant or human, not "fast"');
  });
});
