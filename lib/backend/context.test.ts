import { describe, expect, it } from "vitest";
import { backendOn, TEST_KEY } from "../testing/backend.ts";
import { candidateUrls } from "./context.ts";

const urls = (domain: string | null, ipAddress: string | null, port = 8800, useHttps = false) =>
  candidateUrls({ domain, ipAddress, port, useHttps }).map(({ url, via }) => `${via} ${url}`);

describe("the candidates of a backend", () => {
  it("are the domain, then the IP address, under one scheme and port", () => {
    expect(urls("proxbox.example", "10.0.0.5")).toEqual([
      "primary http://proxbox.example:8800",
      "fallback http://10.0.0.5:8800",
    ]);
    expect(urls("proxbox.example", "10.0.0.5", 443, true)).toEqual([
      "primary https://proxbox.example:443",
      "fallback https://10.0.0.5:443",
    ]);
  });

  it("are never the same twice, and the first is primary whatever it is", () => {
    expect(urls("10.0.0.5", "10.0.0.5")).toEqual(["primary http://10.0.0.5:8800"]);
    expect(urls(null, "10.0.0.5")).toEqual(["primary http://10.0.0.5:8800"]);
    expect(urls("", "10.0.0.5")).toEqual(["primary http://10.0.0.5:8800"]);
    expect(urls("Proxbox.Example", "proxbox.example")).toEqual(["primary http://proxbox.example:8800"]);
    expect(urls(null, null)).toEqual([]);
  });

  it("write IPv6 addresses in brackets and leave a prefix length out", () => {
    expect(urls(null, "fd00::5")).toEqual(["primary http://[fd00::5]:8800"]);
    expect(urls(null, "[fd00::5]")).toEqual(["primary http://[fd00::5]:8800"]);
    expect(urls(null, "10.0.0.5/24")).toEqual(["primary http://10.0.0.5:8800"]);
    expect(urls(null, "fd00::5/64")).toEqual(["primary http://[fd00::5]:8800"]);
  });

  it("stay on the host that was configured, whatever is written there", () => {
    for (const host of [
      "evil.example/path",
      "user@evil.example",
      "a.example#b",
      "a.example?b",
      "a.example:99",
      "a b",
    ]) {
      expect(urls(host, null)).toEqual([]);
    }
  });
});

describe("a context", () => {
  it("shows its key nowhere but in the header", () => {
    const ctx = backendOn(8800);
    expect(ctx.headers()).toEqual({ "X-Proxbox-API-Key": TEST_KEY });
    expect(JSON.stringify(ctx)).not.toContain(TEST_KEY);
  });

  it("sends no header without a key", () => {
    expect(backendOn(8800, { key: null }).headers()).toEqual({});
  });

  it("shares connections with other contexts of the same policy, and only those", () => {
    expect(backendOn(8800).dispatcher).toBe(backendOn(8801).dispatcher);
    expect(backendOn(8800).dispatcher).not.toBe(backendOn(8800, { verifySsl: true }).dispatcher);
  });
});
