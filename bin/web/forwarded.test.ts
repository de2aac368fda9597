import { describe, expect, it } from "vitest";
import { parseRanges, resolveForwarded } from "./forwarded.ts";

const trusted = parseRanges(["10.0.0.0/8", "127.0.0.1", "fd00::/8"]);
const from = (address: string, headers: Record<string, string>) =>
  resolveForwarded({ address, isEncrypted: false }, { host: "console.lan:3000", ...headers }, trusted);

describe("who a request comes from", () => {
  it("believes nothing of a client that is no trusted proxy", () => {
    const headers = { "x-forwarded-for": "1.1.1.1", "x-forwarded-proto": "https", "x-forwarded-host": "evil.example" };
    expect(from("203.0.113.7", headers)).toEqual({
      address: "203.0.113.7",
      scheme: "http",
      host: "console.lan:3000",
    });
  });

  it("takes the right-most address that no trusted proxy vouches for, whatever the client put before it", () => {
    expect(from("10.1.2.3", { "x-forwarded-for": "1.1.1.1, 198.51.100.4, 10.9.9.9" }).address).toBe("198.51.100.4");
  });

  it("stops at what is no address", () => {
    expect(from("10.1.2.3", { "x-forwarded-for": "198.51.100.4, nonsense" }).address).toBe("10.1.2.3");
  });

  it("takes scheme and host of a trusted proxy", () => {
    const found = from("127.0.0.1", {
      "x-forwarded-for": "198.51.100.4",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "console.example",
    });
    expect(found).toEqual({ address: "198.51.100.4", scheme: "https", host: "console.example" });
  });

  it("refuses a forwarded host that could not be one", () => {
    expect(from("127.0.0.1", { "x-forwarded-host": "a b\\evil" }).host).toBe("console.lan:3000");
  });

  it("reads IPv4 in IPv6, brackets, ports and zones", () => {
    expect(from("::ffff:10.1.2.3", { "x-forwarded-for": "[2001:db8::1]:443" }).address).toBe("2001:db8::1");
    expect(from("fd00::1%eth0", { "x-forwarded-for": "198.51.100.4:5555" }).address).toBe("198.51.100.4");
  });
});
