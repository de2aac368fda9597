import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createLogger } from "./log.ts";
import { rememberSecret } from "./redact.ts";

function loggedBy(work: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  let text = "";
  const sink = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  work(createLogger({ level: "info", name: "test", sink }));
  return JSON.parse(text) as Record<string, unknown>;
}

describe("a log line", () => {
  it("keeps what an error says, and where, but not the objects that hang on it", () => {
    const error = Object.assign(new Error("the server went away"), { code: "57P01", client: { password: "x" } });
    const { err } = loggedBy((log) => log.warn({ err: error }, "lost"));
    expect(err).toMatchObject({ name: "Error", code: "57P01", message: "the server went away" });
    expect(err).not.toHaveProperty("client");
  });

  it("never shows a remembered secret, in the message, a field or an error", () => {
    rememberSecret("swordfish-0123456789");
    const error = new Error("refused swordfish-0123456789");
    const line = loggedBy((log) => log.info({ err: error, note: "swordfish-0123456789" }, "swordfish-0123456789"));
    expect(JSON.stringify(line)).not.toContain("swordfish");
  });
});
