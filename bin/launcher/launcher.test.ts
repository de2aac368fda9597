import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataDir } from "./one-instance.mjs";
import { readableLine } from "./output.mjs";
import { secretKeys } from "./secret-keys.mjs";
import { choosePort, localUrl } from "./settings.mjs";
import { pauseMs } from "./supervise.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "launcher-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the data folder", () => {
  it("keeps one generated key that only its owner can read", () => {
    const first = secretKeys(folder);
    expect(first).toMatch(/^k1:[A-Za-z0-9+/]{43}=$/);
    expect(secretKeys(folder)).toBe(first);
    expect(statSync(join(folder, "secret-keys")).mode & 0o777).toBe(0o600);
  });

  it("belongs to one launcher at a time", () => {
    const { release } = lockDataDir(folder);
    expect(readFileSync(join(folder, "launcher.lock"), "utf8")).toBe(String(process.pid));
    release?.();
    expect(lockDataDir(folder).tookOver).toBe(false);
  });

  it("is taken over from a launcher that was killed, also when its process id is somebody else's now", () => {
    // The parent of this process lives and is no launcher.
    writeFileSync(join(folder, "launcher.lock"), String(process.ppid));
    expect(lockDataDir(folder).tookOver).toBe(true);
  });
});

describe("the web's port", () => {
  it("is refused with a free one as a suggestion when it is in use, and moved for the demo", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const wish = { asked: port, host: "127.0.0.1", mayWait: false };
    await expect(choosePort({ ...wish, isDemo: false })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use. Set PORT to a free one, for example PORT=`,
    );
    expect(await choosePort({ ...wish, isDemo: true })).toBeGreaterThan(port);
    await new Promise((resolve) => server.close(resolve));
  });

  it("is part of an address that a browser on this machine opens", () => {
    expect(localUrl({ host: "0.0.0.0", port: 3000, publicUrl: undefined })).toBe("http://localhost:3000");
    expect(localUrl({ host: "::1", port: 3000, publicUrl: undefined })).toBe("http://[::1]:3000");
    expect(localUrl({ host: "0.0.0.0", port: 3000, publicUrl: "https://c.example" })).toBe("https://c.example");
  });
});

describe("what is shown", () => {
  it("turns a JSON log line into a readable one", () => {
    const line = { level: "warn", time: "2026-11-25T12:30:01.000Z", process: "web", pid: 1, msg: "lost", jobId: 7 };
    expect(readableLine(JSON.stringify(line))).toBe("12:30:01 warn lost jobId=7");
    expect(readableLine("plain {text}")).toBe("plain {text}");
  });

  it("shows where an error came from only for errors", () => {
    const entry = { level: "error", msg: "failed", err: { message: "no", stack: "Error: no\n    at here" } };
    expect(readableLine(JSON.stringify(entry))).toBe('error failed err="no"\nError: no\n    at here');
    expect(readableLine(JSON.stringify({ ...entry, level: "warn" }))).toBe('warn failed err="no"');
  });
});

describe("the pause before a restart", () => {
  it("doubles, and stays under five seconds", () => {
    expect([0, 1, 2, 3, 4, 20].map(pauseMs)).toEqual([250, 500, 1000, 2000, 4000, 4000]);
  });
});
